import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from '../root.js';

/**
 * Runs a program in the repository's folder to its end, with this process's terminal, and passes signals on to it.
 * @param env added to this process's own
 * @returns its exit code; 128 + the signal's number when a signal ended it
 */
export function runToEnd(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    const pass = (signal: NodeJS.Signals): boolean => child.kill(signal);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      resolve(signal === null ? (code ?? 0) : 128 + constants.signals[signal]);
    });
  });
}
