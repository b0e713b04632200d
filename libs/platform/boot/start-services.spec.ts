import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeadLetter } from '#libs/bus';
import { eventually } from '../testing/eventually.js';
import { rejectionOf } from '../testing/thrown-by.js';
import { slowRequest, tinyServices } from '../testing/tiny-services.js';
import { drainHttp } from './drain-http.js';
import { explainStartupError } from './explain-startup-error.js';
import { listen } from './listen.js';
import { startServices, type RunningServices } from './start-services.js';

let dataDir: string;
let output: string;
const running: RunningServices[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'start-services-'));
  output = '';
  slowRequest.reset();
});
afterEach(async () => {
  slowRequest.finish.resolve();
  for (const services of running.splice(0)) await services.stop();
  await rm(dataDir, { recursive: true });
});

async function start(environment: Record<string, string> = {}): Promise<RunningServices> {
  const services = await startServices(tinyServices, {
    environment: { DATA_DIR: dataDir, PORT: '0', MANAGEMENT_PORT: '0', LOG_FORMAT: 'json', ...environment },
    write: (text) => (output += text),
  });
  running.push(services);
  return services;
}

async function adminKey(): Promise<string> {
  return (await readFile(join(dataDir, 'secrets', 'admin-key'), 'utf8')).trim();
}

async function call(url: string, path: string, method = 'GET'): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${await adminKey()}` },
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

const notes = '/v1/organizations/default/notes';

async function note(url: string): Promise<string> {
  const { status, body } = await call(url, notes, 'POST');
  expect(status).toBe(201);
  return (body as { id: string }).id;
}

async function expectSeen(url: string, id: string): Promise<void> {
  await eventually(async () => expect((await call(url, `${notes}/${id}`)).body).toEqual({ seen: true }));
}

describe('services that were started', () => {
  it('take commands, publish what was stored, and handle what was published', async () => {
    const { url } = await start();
    await expectSeen(url, await note(url));
  });

  it('say that they are ready, and where', async () => {
    const { url, managementUrl } = await start();
    expect(await call(managementUrl, '/health/live')).toEqual({ status: 200, body: { live: true } });
    expect(await call(managementUrl, '/health/ready')).toEqual({
      status: 200,
      body: { ready: true, phase: 'running', checks: { 'event store': 'ok', bus: 'ok', documents: 'ok' } },
    });
    expect(output).toContain(`"api":"${url}"`);
    expect(output).toContain(`"management":"${managementUrl}"`);
  });

  it('count what they do', async () => {
    const { url, managementUrl } = await start();
    await expectSeen(url, await note(url));
    const { body } = await call(managementUrl, '/metrics');
    expect(body).toContain('bus_events_handled_total{topic="sleuth.deploys.v1",group="builds"} 1');
    expect(body).toContain('bus_lag_records{topic="sleuth.deploys.v1",group="builds"} 0');
    expect(body).toContain('follower_events_handled_total{follower="notes"} 1');
    expect(body).toContain(`route="${notes.replace('default', ':org')}",status="201"} 1`);
  });

  it('set aside what nobody can read, list it, and put it back when an operator says so', async () => {
    const { url, managementUrl } = await start();
    await call(url, `${notes}/poison`, 'POST');
    const letters = async () => {
      const { body } = await call(managementUrl, '/dead-letters');
      return (body as { readonly items: readonly DeadLetter[] }).items;
    };
    await eventually(async () => expect(await letters()).toHaveLength(1));
    expect(await letters()).toMatchObject([
      { topic: 'sleuth.deploys.v1', group: 'builds', key: 'acme', reason: 'malformed-json', replays: 0 },
    ]);

    const replay = '/dead-letters/replay?group=builds&topic=sleuth.deploys.v1';
    expect(await call(managementUrl, `${replay}&id=9:9`, 'POST')).toEqual({
      status: 200,
      body: { replayed: 0, exhausted: 0, leftOut: 1 },
    });
    expect((await call(managementUrl, replay, 'POST')).body).toEqual({
      replayed: 1,
      exhausted: 0,
      leftOut: 0,
    });
    await eventually(async () => expect(await letters()).toMatchObject([{ replays: 1 }]));
    expect((await call(managementUrl, '/metrics')).body).toMatch(
      /^bus_dead_letters_total\{.*group="builds".*\} 2$/m,
    );
  });

  it('say which dead letters there can be to who asks for others', async () => {
    const { managementUrl } = await start();
    expect(await call(managementUrl, '/dead-letters/replay?group=x', 'POST')).toMatchObject({
      status: 400,
      body: { sources: [{ topic: 'sleuth.deploys.v1', group: 'builds' }] },
    });
  });

  it('serve what a service adds for operators', async () => {
    const { managementUrl } = await start();
    expect(await call(managementUrl, '/own')).toEqual({ status: 200, body: 'own' });
  });

  it('may share an engine with another installation: topics have a prefix there, and nowhere else', async () => {
    const { url, managementUrl } = await start({ TOPIC_PREFIX: 'team-a.' });
    await expectSeen(url, await note(url));
    const { body } = await call(managementUrl, '/metrics');
    expect(body).toContain('bus_events_handled_total{topic="sleuth.deploys.v1",group="builds"} 1');
  });

  it('describe their routes to everyone', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/openapi.json`);
    expect(await response.json()).toMatchObject({
      paths: { [notes.replace('default', '{org}')]: { post: {} } },
    });
  });

  it('keep what they hold from others', async () => {
    await start();
    expect((await stat(join(dataDir, 'secrets'))).mode & 0o077).toBe(0);
  });
});

describe('the first start', () => {
  it('shows the admin key once', async () => {
    const first = await start();
    expect(output).toContain(await adminKey());
    await first.stop();
    output = '';
    const second = await start();
    expect(output).not.toContain(await adminKey());
    expect((await call(second.url, `${notes}/x`)).status).toBe(200);
  });
});

describe('services that are stopped', () => {
  it('answer what is in hand, take nothing new and keep everything', async () => {
    const first = await start();
    const id = await note(first.url);
    const slow = call(first.url, `${notes}/slow`, 'POST');
    await slowRequest.begun.promise;
    const stopped = first.stop();
    await eventually(async () => {
      expect((await call(first.managementUrl, '/health/ready')).status).toBe(503);
    });
    expect(await rejectionOf(fetch(first.url))).toBeDefined();
    slowRequest.finish.resolve();
    expect(await slow).toEqual({ status: 200, body: 'done' });
    expect(await stopped).toBe(true);

    const second = await start();
    await expectSeen(second.url, id);
  });

  it('leave nothing running: the same ports and files can be used at once', async () => {
    const first = await start();
    expect(await first.stop()).toBe(true);
    const portOf = (url: string) => new URL(url).port;
    const again = await start({ PORT: portOf(first.url), MANAGEMENT_PORT: portOf(first.managementUrl) });
    expect(again.url).toBe(first.url);
  });
});

describe('a start that fails', () => {
  it.each(['PORT', 'MANAGEMENT_PORT'])(
    'says that %s is taken, and leaves nothing behind',
    async (setting) => {
      const other = createServer();
      const { port } = new URL(await listen(other, 0, '127.0.0.1'));
      const error = await rejectionOf(start({ [setting]: port }));
      expect(explainStartupError(error)).toContain(`Port ${port} is taken`);
      await drainHttp(other);
      await start();
    },
  );

  it('says that the data folder is held by another process', async () => {
    const { url } = await start();
    const error = await rejectionOf(start());
    expect(explainStartupError(error)).toMatch(/in use by another process\. Stop/);
    expect((await call(url, `${notes}/x`)).status).toBe(200);
  });

  it('says that the data folder cannot be made', async () => {
    await writeFile(join(dataDir, 'file'), '');
    const error = await rejectionOf(start({ DATA_DIR: join(dataDir, 'file', 'below') }));
    expect(explainStartupError(error)).toMatch(
      /cannot be written\. Give this user the right to, or set DATA_DIR/,
    );
  });

  it('lists all bad settings', async () => {
    const error = await rejectionOf(
      start({ PORT: 'x', VAULT_KEYS: 'hunter2', KILL_AT: 'nowhere', ALLOW_INSECURE: '1' }),
    );
    expect(explainStartupError(error)).toMatch(/PORT must .*\n.*VAULT_KEYS is not .*\n.*KILL_AT must /);
    expect(explainStartupError(error)).not.toContain('hunter2');
  });

  it('says which engine over the network does not answer, once it has waited for it', async () => {
    const error = await rejectionOf(
      start({
        EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false',
        WAIT_FOR_ENGINES: '3s',
        VAULT_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
        API_KEYS: `default:admin:${'0'.repeat(64)}`,
      }),
    );
    expect(output).toContain('Waiting for an engine.');
    expect(explainStartupError(error)).toMatch(/127\.0\.0\.1:1 does not answer.*EVENTSTORE_URL/);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('says that a clock does not answer', async () => {
    const error = await rejectionOf(start({ CLOCK_URL: 'http://127.0.0.1:1/clock', ALLOW_INSECURE: '1' }));
    expect(explainStartupError(error)).toMatch(/^CLOCK_URL does not answer as a clock/);
  });
});
