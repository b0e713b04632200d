/** Wakes a loop that rests. A ring that comes while nobody listens is heard by the next who does. */
export class Bell {
  #isRung = false;
  #hear: () => void = () => undefined;

  ring(): void {
    this.#isRung = true;
    this.#hear();
  }

  /**
   * Resolves when the bell rings or the sleep is over; rejects with the signal's reason when that aborts.
   * @param sleep of which clock and how long; without it only the bell wakes
   */
  async heard(signal: AbortSignal, sleep?: (until: AbortSignal) => Promise<void>): Promise<void> {
    signal.throwIfAborted();
    const awake = new AbortController();
    const rung = new Promise<void>((resolve, reject) => {
      this.#hear = resolve;
      if (this.#isRung) resolve();
      signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: awake.signal });
    });
    try {
      await Promise.race(sleep ? [rung, sleep(AbortSignal.any([signal, awake.signal]))] : [rung]);
    } finally {
      this.#isRung = false;
      awake.abort();
    }
  }
}
