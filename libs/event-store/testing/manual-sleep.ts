/** Rests that a test is master of: short ones are over in the next turn of the event loop, long ones when it says so. */
export class ManualSleep {
  /** The short rests that were asked for, in ms. */
  readonly rests: number[] = [];
  readonly #longFrom: number;
  readonly #long = new Set<() => void>();

  /** @param longFrom from how many ms on a rest is a long one */
  constructor(longFrom = 10_000) {
    this.#longFrom = longFrom;
  }

  /** How many long rests are under way. */
  get pending(): number {
    return this.#long.size;
  }

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#long.delete(wake);
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        this.#long.delete(wake);
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      if (signal?.aborted === true) {
        abort();
        return;
      }
      signal?.addEventListener('abort', abort);
      if (ms < this.#longFrom) {
        this.rests.push(ms);
        setImmediate(wake);
      } else {
        this.#long.add(wake);
      }
    });

  /** Ends the long rests that are under way and lets what they hold up go on. */
  async tick(): Promise<void> {
    [...this.#long].forEach((wake) => wake());
    await new Promise((resolve) => setImmediate(resolve));
  }
}
