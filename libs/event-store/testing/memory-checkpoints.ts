import type { Checkpoints } from '../follow/checkpoints.js';

/** Checkpoints in memory that remember every one and fail when they are told to. */
export class MemoryCheckpoints implements Checkpoints {
  /** Every position that was kept, in order. */
  readonly saved: { readonly name: string; readonly position: string }[] = [];
  readonly #failures = { load: 0, save: 0 };

  /** The next calls fail, so many of each kind. */
  fail(failures: { readonly load?: number; readonly save?: number }): void {
    Object.assign(this.#failures, failures);
  }

  async load(name: string): Promise<string | undefined> {
    this.#failIfDue('load');
    return this.saved.findLast((checkpoint) => checkpoint.name === name)?.position;
  }

  async save(name: string, position: string): Promise<void> {
    this.#failIfDue('save');
    this.saved.push({ name, position });
  }

  #failIfDue(call: 'load' | 'save'): void {
    if (this.#failures[call] > 0) {
      this.#failures[call] -= 1;
      throw new Error(`The checkpoints did not answer (${call}).`);
    }
  }
}
