import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { basename, dirname, join } from 'node:path';

const above = join(import.meta.dirname, '../../..');
/** The folder of the repository, also when this file runs compiled. */
const root = basename(above) === 'dist' ? dirname(above) : above;

/** A program of the product that a test started. */
export class Program {
  /** Everything that it wrote to standard output and standard error. */
  output = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(script: string, env: Record<string, string>) {
    const own = Object.fromEntries(['PATH', 'HOME', 'TMPDIR'].map((name) => [name, process.env[name] ?? '']));
    this.#child = spawn(
      process.execPath,
      ['--enable-source-maps', '--disable-warning=ExperimentalWarning', join(root, 'dist', script)],
      { cwd: root, env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#ended = once(this.#child, 'exit');
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The signal that ended it, or its exit code. */
  get end(): number | string | null {
    return this.#child.signalCode ?? this.#child.exitCode;
  }

  /** Resolves when it has ended, by itself or not. */
  async ended(): Promise<void> {
    if (!this.hasEnded) await this.#ended;
  }

  /** Sends the signal and waits for the end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.hasEnded) this.#child.kill(signal);
    await this.ended();
  }
}
