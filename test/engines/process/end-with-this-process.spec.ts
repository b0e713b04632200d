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

describe('a process that ends with this one', () => {
  const sleepers: ChildProcess[] = [];

  afterEach(() => {
    for (const sleeper of sleepers.splice(0)) sleeper.kill('SIGKILL');
  });

  function sleeper(): ChildProcess {
    const child = spawn('sleep', ['300'], { stdio: 'ignore' });
    sleepers.push(child);
    return child;
  }

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'is gone when %s ended the one that started it',
    async (signal) => {
      const module = join(import.meta.dirname, 'end-with-this-process.ts');
      const starter = spawn(
        process.execPath,
        ['--input-type=module', '-e', `${STARTER}; setInterval(() => {}, 1000);`, module],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const [said] = (await once(starter.stdout, 'data')) as [Buffer];
      const pid = Number(said.toString());
      expect(isRunning(pid)).toBe(true);
      starter.kill(signal);
      await gone(pid);
    },
  );

  it('is gone when the one that started it comes to its end by itself, which it does not hold up', async () => {
    const module = join(import.meta.dirname, 'end-with-this-process.ts');
    const starter = spawn(process.execPath, ['--input-type=module', '-e', STARTER, module], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(starter.stdout, 'data')) as [Buffer];
    await gone(Number(said.toString()));
  });

  it('is left alone once it was let go', async () => {
    const released = sleeper();
    const held = sleeper();
    endWithThisProcess(released.pid ?? 0)();
    const releaseHeld = endWithThisProcess(held.pid ?? 0);
    held.kill('SIGTERM');
    await once(held, 'exit');
    releaseHeld();
    expect(isRunning(released.pid ?? 0)).toBe(true);
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
