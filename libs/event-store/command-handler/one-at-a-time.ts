/** Runs work of one key one after the other, in the order it came, and work of different keys side by side. */
export class OneAtATime {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Resolves and rejects as the work does; work that fails does not hold up what comes behind it. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const running = before.then(work, work);
    this.#last.set(key, running);
    const forget = (): void => {
      if (this.#last.get(key) === running) {
        this.#last.delete(key);
      }
    };
    running.then(forget, forget);
    return running;
  }

  /** How many keys have work. */
  get size(): number {
    return this.#last.size;
  }
}
