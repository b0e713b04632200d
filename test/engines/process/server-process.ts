import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { endWithThisProcess } from './end-with-this-process.js';

/** How a server is run. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to this process's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** The file that what it writes to either output is added to. */
  readonly output: string;
}

/** How long a server may take to end in good order: 30 seconds. */
const END_WITHIN_MS = 30_000;

/** One run of a server's program. It does not keep this process alive and does not outlive it. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #end: Promise<void>;

  private constructor(child: ChildProcess, release: () => void) {
    this.#child = child;
    this.#end = once(child, 'exit').then(release);
    child.unref();
  }

  /** Starts it in a process group of its own, so that Ctrl-C in a terminal leaves its end to this process. */
  static async start({ command, args, cwd, env, output }: ServerCommand): Promise<ServerProcess> {
    const file = openSync(output, 'a');
    try {
      const child = spawn(command, args, {
        cwd,
        env: { ...process.env, ...env },
        stdio: ['ignore', file, file],
        detached: true,
      });
      await once(child, 'spawn');
      return new ServerProcess(child, endWithThisProcess(child.pid ?? 0));
    } finally {
      closeSync(file);
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Its exit code, or the signal that ended it; null while it runs. */
  get outcome(): number | string | null {
    return this.#child.signalCode ?? this.#child.exitCode;
  }

  /** Resolves when it has ended; keeps this process alive until then. */
  async ended(): Promise<void> {
    if (this.hasEnded) return;
    this.#child.ref();
    await this.#end;
  }

  /** Sends it the signal. */
  signal(signal: NodeJS.Signals): void {
    if (!this.hasEnded) this.#child.kill(signal);
  }

  /** Ends it in good order, also when it is halted; with SIGKILL when it takes longer than 30 seconds. */
  async stop(): Promise<void> {
    this.signal('SIGTERM');
    this.signal('SIGCONT');
    const late = setTimeout(() => this.signal('SIGKILL'), END_WITHIN_MS);
    await this.ended();
    clearTimeout(late);
  }
}
