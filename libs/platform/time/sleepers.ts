interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** Those who wait for a time of a clock that somebody else turns. Times are milliseconds since 1970. */
export class Sleepers {
  #waiting: Sleeper[] = [];

  get count(): number {
    return this.#waiting.length;
  }

  /** The earliest time somebody waits for, if it is not behind `latest`. */
  nextDue(latest: number): number | undefined {
    const dues = this.#waiting.map(({ due }) => due).filter((due) => due <= latest);
    return dues.length === 0 ? undefined : Math.min(...dues);
  }

  /** Wakes all whose time has come. */
  wake(now: number): void {
    const due = this.#waiting.filter((sleeper) => sleeper.due <= now);
    this.#waiting = this.#waiting.filter((sleeper) => sleeper.due > now);
    for (const sleeper of due) sleeper.wake();
  }

  /** Resolves when the clock gets to `due`; rejects with the signal's reason when it aborts. */
  wait(due: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== sleeper);
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const sleeper = { due, wake };
      if (signal?.aborted === true) {
        leave();
        return;
      }
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(sleeper);
    });
  }
}
