interface Waiting<Item> {
  readonly item: Item;
  readonly taken: PromiseWithResolvers<void>;
}

/** From one who gives to one who takes: giving waits until it is taken, so that nothing piles up. */
export class HandOver<Item> {
  #waiting: Waiting<Item>[] = [];
  #news = Promise.withResolvers<void>();

  /** Resolves when it is taken; rejects with the signal's reason, and takes it back, when that aborts before. */
  async give(item: Item, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const waiting: Waiting<Item> = { item, taken: Promise.withResolvers() };
    const takeBack = () => {
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
      waiting.taken.reject(signal.reason as Error);
    };
    signal.addEventListener('abort', takeBack, { once: true });
    this.#waiting.push(waiting);
    this.#news.resolve();
    await waiting.taken.promise.finally(() => signal.removeEventListener('abort', takeBack));
  }

  /** What has waited longest, or undefined. */
  take(): Item | undefined {
    const next = this.#waiting.shift();
    next?.taken.resolve();
    return next?.item;
  }

  /** Resolves when there may be something to take. */
  async news(): Promise<void> {
    if (this.#waiting.length > 0) return;
    this.#news = Promise.withResolvers();
    await this.#news.promise;
  }
}
