import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './setting/eventually.js';
import { freePort } from './setting/free-port.js';
import { Program } from './setting/process.js';

const standalone = 'services/standalone/src/main.js';

interface Installation {
  readonly dataDir: string;
  readonly env: Record<string, string>;
  readonly api: string;
  readonly management: string;
}

describe('an installation', () => {
  let folder: string;
  const programs: Program[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'installation-'));
  });

  afterEach(async () => {
    await Promise.all(programs.map((program) => program.stop('SIGKILL')));
    await rm(folder, { recursive: true, force: true });
  });

  /** Settings of somebody who sets nothing but where it may write and listen. */
  async function installation(): Promise<Installation> {
    const [port, managementPort] = [await freePort(), await freePort()];
    const dataDir = join(folder, 'data');
    const env = { DATA_DIR: dataDir, PORT: String(port), MANAGEMENT_PORT: String(managementPort) };
    const at = (number: number) => `http://127.0.0.1:${number}`;
    return { dataDir, env, api: at(port), management: at(managementPort) };
  }

  function start(script: string, env: Record<string, string>): Program {
    const program = new Program(script, env);
    programs.push(program);
    return program;
  }

  async function ready(program: Program, { management }: Installation): Promise<Program> {
    await eventually(async () => {
      if (program.hasEnded) return;
      expect((await fetch(`${management}/health/ready`)).status).toBe(200);
    }, 60_000);
    expect(program.output.slice(-2_000)).toEqual(expect.stringContaining('Ready.'));
    return program;
  }

  it('shows health, readiness and metrics on a port of their own, and nothing else there', async () => {
    const here = await installation();
    await ready(start(standalone, here.env), here);
    const get = async (address: string) => {
      const response = await fetch(address);
      return { status: response.status, text: await response.text() };
    };

    expect(await get(`${here.management}/health/live`)).toMatchObject({ status: 200 });
    expect((await get(`${here.management}/health/ready`)).text).toContain('"event store"');
    const metrics = await get(`${here.management}/metrics`);
    expect(metrics.text).toMatch(/^# TYPE \w+ counter$/m);
    expect(metrics.text).toContain('bus_lag_records{topic="sleuth.builds.v1",group="deploys"} 0');
    expect((await get(`${here.management}/openapi.json`)).status).toBe(404);
    expect((await get(`${here.api}/openapi.json`)).status).toBe(200);
    for (const path of ['/health/live', '/health/ready', '/metrics', '/dead-letters', '/rebuild']) {
      expect([path, (await get(here.api + path)).status]).toEqual([path, 404]);
    }
  }, 120_000);

  it('makes an admin key at the first start, shows it once, and keeps it for the owner alone', async () => {
    const here = await installation();
    const first = await ready(start(standalone, here.env), here);
    const keys = new Set(first.output.match(/bsk_[0-9a-f]{8}_[\w-]{43}/g));
    expect(keys.size).toBe(1);
    const [key = ''] = keys;
    const status = async (authorization: string) => {
      const address = `${here.api}/v1/organizations/default/integrations/buildkite`;
      return (await fetch(address, { headers: { authorization } })).status;
    };
    expect(await status(`Bearer ${key}`)).toBe(200);
    expect(await status(`Bearer ${key.slice(0, -1)}`)).toBe(401);

    const secrets = join(here.dataDir, 'secrets');
    expect((await stat(secrets)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(secrets)) {
      expect([name, (await stat(join(secrets, name))).mode & 0o777]).toEqual([name, 0o600]);
    }
    expect((await readFile(join(secrets, 'admin-key'), 'utf8')).trim()).toBe(key);

    await first.stop();
    const second = await ready(start(standalone, here.env), here);
    expect(second.output).not.toContain(key);
    expect(await status(`Bearer ${key}`)).toBe(200);
  }, 120_000);

  it('refuses to run twice on one data folder', async () => {
    const here = await installation();
    await ready(start(standalone, here.env), here);
    const other = await installation();
    const second = start(standalone, { ...other.env, DATA_DIR: here.dataDir });
    await second.ended();
    expect(second.end).toBe(2);
    expect(second.output).toMatch(/in use by another process\. Stop/);
    expect(second.output).not.toMatch(/^\s+at /m);
    expect((await fetch(`${here.management}/health/ready`)).status).toBe(200);
  }, 120_000);

  it.each(['connections', 'builds', 'deploys'])(
    'does not start %s alone on embedded engines, and says what to do',
    async (service) => {
      const here = await installation();
      const program = start(`services/${service}/src/main.js`, here.env);
      await program.ended();
      expect(program.end).toBe(2);
      expect(program.output).toMatch(new RegExp(`^${service} cannot run without`));
      expect(program.output).toMatch(
        /Set EVENTSTORE_URL, KAFKA_BROKERS, MONGODB_URI, or run all services in one process with: npm start/,
      );
      await expect(readdir(here.dataDir)).rejects.toThrow('ENOENT');
    },
    60_000,
  );

  it.each([1, 2])(
    'ends within five seconds, cleanly, after Ctrl-C that came %i times',
    async (times) => {
      const here = await installation();
      const program = await ready(start(standalone, here.env), here);
      const since = performance.now();
      for (let count = 0; count < times; count += 1) process.kill(program.pid, 'SIGINT');
      await program.ended();
      expect(performance.now() - since).toBeLessThan(5_000);
      expect(program.end).toBe(0);
    },
    120_000,
  );
});
