import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../../test/standins/buildkite/src/main.js', import.meta.url));

/** Starts the Buildkite stand-in as a child process that ends with this one; its data lies in `dataDir`. */
export async function startBuildkite(dataDir: string, token: string): Promise<{ readonly url: string }> {
  const child = fork(script, {
    env: {
      ...process.env,
      PORT: '0',
      CLOCK: 'real',
      SEED_WORLD: 'demo',
      DATA_DIR: dataDir,
      DEMO_TOKEN: token,
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  process.once('exit', () => child.kill());
  return { url: await addressOf(child) };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The stand-in has no output.');
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The stand-in for Buildkite ended before it was ready (exit code ${String(code)}).`);
  });
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  return (JSON.parse(line) as { listening: string }).listening;
}
