import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** The folder of the repository. */
export const root = new URL('../../../', import.meta.url);

/**
 * Runs a program to its end, with this process's terminal, and passes signals on to it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's own
 * @returns {Promise<number>} its exit code; 128 + the signal's number when a signal ended it
 */
export function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/**
 * Runs one step of the way to a running program: says what it does, and ends this process when it fails.
 * @param {string} title what happens, as a sentence's beginning
 * @param {() => Promise<number>} step
 * @param {string} advice what to do when it fails
 */
export async function step(title, step, advice) {
  const started = Date.now();
  process.stderr.write(`▸ ${title} …\n`);
  const code = await step();
  if (code !== 0) {
    process.stderr.write(`✗ ${title} failed (exit code ${code}). ${advice}\n`);
    process.exit(code);
  }
  process.stderr.write(`✓ ${title}: ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}
