import type { Subscription } from '../port.js';
import { Slots } from './slots.js';

const defaultMaxBatch = 500;

/** One consumer of a group: what it wants, and what it has in hand. */
export class Member {
  readonly topics: readonly string[];
  readonly maxBatch: number;
  readonly slots: Slots;
  readonly #inHand = new Set<Promise<unknown>>();
  readonly #end = Promise.withResolvers<void>();

  /** @param partitionsAtOnce how many of its partitions are handled at the same time */
  constructor(
    readonly subscription: Subscription,
    partitionsAtOnce: number,
  ) {
    this.topics = subscription.topics;
    this.maxBatch = subscription.maxBatch ?? defaultMaxBatch;
    this.slots = new Slots(partitionsAtOnce);
  }

  /** Resolves when the member has ended; rejects when it can no longer work. */
  get done(): Promise<void> {
    return this.#end.promise;
  }

  /** Counts a batch as in hand until it settles. */
  async holding<Result>(batch: Promise<Result>): Promise<Result> {
    this.#inHand.add(batch);
    try {
      return await batch;
    } finally {
      this.#inHand.delete(batch);
    }
  }

  /** Waits for what is in hand, then ends. */
  async end(): Promise<void> {
    await Promise.allSettled(this.#inHand);
    this.#end.resolve();
  }

  fail(error: unknown): void {
    this.#end.reject(error);
  }
}
