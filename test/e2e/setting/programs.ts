import type { Program } from './process.js';

/** The programs of a product as one: it runs while all of them do. */
export class Programs {
  constructor(private readonly all: readonly Program[]) {}

  /** Everything that they wrote, one after the other. */
  get output(): string {
    return this.all.map(({ output }) => output).join('');
  }

  get hasEnded(): boolean {
    return this.all.some(({ hasEnded }) => hasEnded);
  }

  /** The signal that ended the first that has ended, or its exit code. */
  get end(): number | string | null {
    return this.all.find(({ hasEnded }) => hasEnded)?.end ?? null;
  }

  /** Resolves when one has ended, by itself or not. */
  async ended(): Promise<void> {
    await Promise.race(this.all.map((program) => program.ended()));
  }

  /** Sends all the signal and waits for the end of each. */
  async stop(signal?: NodeJS.Signals): Promise<void> {
    await Promise.all(this.all.map((program) => program.stop(signal)));
  }
}
