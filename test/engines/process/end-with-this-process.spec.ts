import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { endWithThisProcess } from './end-with-this-process.js';

/** A program that starts a sleeper, ties its end to its own and says the sleeper's id. */
const STARTER = `
  import { spawn } from 'node:child_process';
  const { endWithThisProcess } = await import(process.argv[1]);
  const sleeper = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
  sleeper.unref();
  endWithThisProcess(sleeper.pid);
  process.stdout.write(String(sleeper.pid));
`;

const MODULE = join(import.meta.dirname, 'end-with-this-process.ts');

describe('a process that ends with this one', () => {
  const starters: ChildProcess[] = [];

  afterEach(() => {
    for (const starter of starters.splice(0)) starter.kill('SIGKILL');
  });

  /** Runs the program, and what is to follow in it; gives the sleeper's id. */
  async function start(then = ''): Promise<{ starter: ChildProcess; pid: number }> {
    const script = `${STARTER};${then}`;
    const starter = spawn(process.execPath, ['--input-type=module', '-e', script, MODULE], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    starters.push(starter);
    const [said] = (await once(starter.stdout, 'data')) as [Buffer];
    return { starter, pid: Number(said.toString()) };
  }

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'is gone when %s ended the one that started it',
    async (signal) => {
      const { starter, pid } = await start('setInterval(() => {}, 1000)');
      expect(isRunning(pid)).toBe(true);
      starter.kill(signal);
      await gone(pid);
    },
  );

  it('is gone when the one that started it comes to its end by itself, which it does not hold up', async () => {
    const { pid } = await start();
    await gone(pid);
  });

  it('comes to its own end once it was let go', async () => {
    const sleeper = spawn('sleep', ['0.5'], { stdio: 'ignore' });
    endWithThisProcess(sleeper.pid ?? 0)();
    expect(await once(sleeper, 'exit')).toEqual([0, null]);
  });

  it('may have ended before it is let go', async () => {
    const sleeper = spawn('sleep', ['300'], { stdio: 'ignore' });
    const release = endWithThisProcess(sleeper.pid ?? 0);
    sleeper.kill('SIGTERM');
    expect(await once(sleeper, 'exit')).toEqual([null, 'SIGTERM']);
    release();
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits until there is no such process; the test's own time-out is the limit. */
async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}
