import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Sees to it that a process is ended as soon as this one is gone, even by SIGKILL: a shell of its own waits for the
 * end of the pipe that only this process holds.
 * @returns lets go of it: call it once the process has ended
 */
export function endWithThisProcess(pid: number): () => void {
  const guard = spawn('sh', ['-c', 'read -r released || kill -9 "$0"', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  const { stdin } = guard;
  if (stdin instanceof Socket) stdin.unref();
  return () => {
    stdin.end('released\n');
  };
}
