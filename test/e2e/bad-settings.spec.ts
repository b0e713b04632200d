import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBuildkiteStandIn } from '../standins/buildkite/testing/index.js';
import { freePort } from './setting/free-port.js';
import { Program } from './setting/process.js';
import { Product } from './setting/product.js';
import type { ProblemReply } from './setting/replies.js';
import { Scene } from './setting/scene.js';

const clock = 'http://127.0.0.1:9/clock';

describe('a start with settings that will not do', () => {
  let dataDir: string;
  let program: Program;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'settings-'));
  });

  afterEach(async () => {
    await program.stop('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });

  async function startupFailure(env: Record<string, string>): Promise<string> {
    const ports = { PORT: String(await freePort()), MANAGEMENT_PORT: String(await freePort()) };
    program = new Program('services/standalone/src/main.js', { DATA_DIR: dataDir, ...ports, ...env });
    await program.ended();
    expect(program.end).toBe(2);
    expect(await readdir(dataDir)).toEqual([]);
    expect(program.output).not.toMatch(/^\s+at /m);
    return program.output;
  }

  it.each([
    'http://api.buildkite.com/v2',
    'file:///etc/passwd',
    'gopher://api.buildkite.com/',
    'https://127.0.0.1/v2',
    'https://0.0.0.0/v2',
    'https://[::1]/v2',
    'https://[::ffff:10.0.0.1]/v2',
    'https://169.254.169.254/v2',
    'https://2130706433/v2',
    'https://0177.0.0.1/v2',
    'https://localhost./v2',
    'https://api.buildkite.com@evil.example/v2',
    'https://api.buildkite.com:22/v2',
    'not an address',
  ])(
    'fails: BUILDKITE_API_URL=%s',
    async (address) => {
      expect(await startupFailure({ BUILDKITE_API_URL: address })).toMatch(/BUILDKITE_API_URL/);
    },
    60_000,
  );

  it.each([
    ['CLOCK_URL', clock],
    ['KILL_AT', 'append deploys before'],
  ])(
    'fails: %s without ALLOW_INSECURE',
    async (name, value) => {
      expect(await startupFailure({ [name]: value })).toMatch(
        new RegExp(`${name} is for tests: it needs ALLOW_INSECURE=1`),
      );
    },
    60_000,
  );

  it('names all that is wrong at once, and shows no secret', async () => {
    const output = await startupFailure({
      PORT: '99999',
      MANAGEMENT_PORT: 'x',
      BUILDKITE_API_URL: 'http://127.0.0.1/v2',
      CLOCK_URL: clock,
      KILL_AT: 'append deploys before',
      VAULT_KEYS: 'canary-vault',
      API_KEYS: 'acme:root:canary-key',
      LOG_LEVEL: 'loud',
      SNAPSHOT_DEADLINE: 'soon',
    });
    for (const name of [
      'PORT',
      'MANAGEMENT_PORT',
      'BUILDKITE_API_URL',
      'CLOCK_URL',
      'KILL_AT',
      'VAULT_KEYS',
      'API_KEYS',
      'LOG_LEVEL',
      'SNAPSHOT_DEADLINE',
    ])
      expect(output).toMatch(new RegExp(`^\\W*${name} `, 'm'));
    expect(output).not.toContain('canary');
  }, 60_000);

  it('fails when a secret comes twice, or from a file that is not there', async () => {
    const twice = { VAULT_KEYS: 'k:x', VAULT_KEYS_FILE: '/dev/null' };
    expect(await startupFailure(twice)).toContain('VAULT_KEYS');
    expect(await startupFailure({ API_KEYS_FILE: join(dataDir, 'none') })).toContain('API_KEYS_FILE');
  }, 60_000);
});

describe('a Buildkite that leads elsewhere', () => {
  const servers: Server[] = [];

  afterAll(() => servers.forEach((server) => server.close()));

  async function listen(server: Server): Promise<string> {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('is not followed', async () => {
    const reached: string[] = [];
    const elsewhere = await listen(
      createServer((request, response) => {
        reached.push(request.url ?? '');
        response.end('{}');
      }),
    );
    const redirecting = await listen(
      createServer((_request, response) => response.writeHead(302, { location: elsewhere }).end()),
    );
    const buildkite = await startBuildkiteStandIn({ clock: 'frozen' });
    const product = await Product.start(buildkite, { BUILDKITE_API_URL: `${redirecting}/v2` });
    try {
      const scene = await Scene.open(product, buildkite);
      const body = { token: `bkua_${'a'.repeat(40)}`, label: 'x' };
      let isAnswered = false;
      const answer = scene.api
        .connections<ProblemReply>('POST', '/connections', { body })
        .finally(() => (isAnswered = true));
      while (!isAnswered) await buildkite.turnClock(1_000);
      expect((await answer).body).toMatchObject({ status: 503, code: 'buildkite-unavailable' });
      expect(reached).toEqual([]);
    } finally {
      await product.close();
      await buildkite.close();
    }
  }, 120_000);
});
