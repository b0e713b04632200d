import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portAnswers } from './process/port-answers.js';
import { root } from './root.js';

/** The engines that are not started here; nobody asks them anything. */
const elsewhere = { KAFKA_BROKERS: '127.0.0.1:1', MONGODB_URI: 'mongodb://127.0.0.1:1/test' };

interface Run {
  readonly child: ChildProcess;
  readonly written: () => string;
  /** Resolves when all that it wrote has come. */
  readonly closed: Promise<unknown[]>;
}

let runs: Run[] = [];

afterEach(() => {
  for (const { child } of runs) child.kill('SIGKILL');
  runs = [];
});

/** Runs a built program of this folder. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Run {
  const child = spawn(process.execPath, [join(root, 'dist/test/engines', program), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const started = { child, written: () => text, closed: once(child, 'close') };
  runs.push(started);
  return started;
}

describe('running the engines', () => {
  /** Starts them and gives the port of the one that was started. */
  async function engines(): Promise<Run & { port: number }> {
    const started = run('main.js', [], { ...elsewhere, EVENTSTORE_URL: '' });
    while (!started.written().includes('Ctrl-C ends them.\n'))
      await once(started.child.stderr ?? started.child, 'data');
    const [, port] =
      /^export EVENTSTORE_URL='esdb:\/\/127\.0\.0\.1:(\d+)\?tls=false'$/m.exec(started.written()) ?? [];
    return { ...started, port: Number(port) };
  }

  it('says where they are, and ends those that it started when it is told, even twice', async () => {
    const { child, port, written, closed } = await engines();
    expect(written()).toContain(
      `export KAFKA_BROKERS='127.0.0.1:1'\nexport MONGODB_URI='mongodb://127.0.0.1:1/test'\n`,
    );
    expect(await portAnswers(port)).toBe(true);
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await closed).toEqual([0, null]);
    expect(await portAnswers(port)).toBe(false);
  });

  it('leaves none behind when it is killed', async () => {
    const { child, port, closed } = await engines();
    child.kill('SIGKILL');
    await closed;
    while (await portAnswers(port)) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});

describe('running the tests on engines', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'no-engine-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** Runs the tests of Kafka's adapter where no program is found that could fetch or run Kafka. */
  const without = (env: NodeJS.ProcessEnv): Run =>
    run('suites/main.js', ['libs/bus/kafka'], {
      ...elsewhere,
      EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false',
      KAFKA_BROKERS: '',
      ENGINES_CACHE: folder,
      PATH: folder,
      ...env,
    });

  it('says which were left out and why', async () => {
    const { written, closed } = without({ REQUIRE_ENGINES: '' });
    expect(await closed).toEqual([0, null]);
    expect(written()).toBe('Left out: libs/bus/kafka (Kafka: java was not found)\n');
  });

  it('fails with tests left out where all engines are required', async () => {
    const { written, closed } = without({ REQUIRE_ENGINES: '1' });
    expect(await closed).toEqual([1, null]);
    expect(written()).toContain('Left out: libs/bus/kafka');
  });

  it('fails when there are no such tests', async () => {
    const { written, closed } = run('suites/main.js', ['nothing-of-the-kind'], elsewhere);
    expect(await closed).toEqual([1, null]);
    expect(written()).toBe('No test that runs here has nothing-of-the-kind in its path.\n');
  });
});
