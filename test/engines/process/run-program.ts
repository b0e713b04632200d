import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How long a program may take that only prepares something: 5 minutes. */
const TIME_LIMIT_MS = 5 * 60_000;
const LINES_KEPT = 5;

/** A program could not be run to a good end; the message says why in one line. */
export class ProgramFailed extends Error {
  override readonly name = 'ProgramFailed';
}

/** What a program is run with. */
export interface ProgramSetting {
  readonly cwd?: string;
  /** Instead of this process's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Takes each line that it writes, to either output. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs a program to its end.
 * @returns what it wrote to either output
 * @throws ProgramFailed when it is not there, takes longer than 5 minutes, or ends with another code than 0
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, onLine }: ProgramSetting = {},
): Promise<string> {
  const child = spawn(command, args, {
    ...(cwd !== undefined && { cwd }),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  setTimeout(() => child.kill(), TIME_LIMIT_MS).unref();
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      onLine?.(line);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ProgramFailed(error.code === 'ENOENT' ? `${command} was not found` : error.message)),
    );
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(lines.join('\n'));
      reject(new ProgramFailed(`${command} ended with ${code ?? signal}: ${lastOf(lines)}`));
    });
  });
}

function lastOf(lines: readonly string[]): string {
  const said = lines.map((line) => line.trim()).filter((line) => line !== '');
  return said.slice(-LINES_KEPT).join(' | ');
}
