import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from '../root.js';

/**
 * Runs Jest to its end, with this process's terminal, and passes signals on to it.
 * @returns its exit code; 128 + the signal's number when a signal ended it
 */
export function runJest(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...node, 'node_modules/jest/bin/jest.js', ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    const pass = (signal: NodeJS.Signals): boolean => child.kill(signal);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
    });
  });
}
