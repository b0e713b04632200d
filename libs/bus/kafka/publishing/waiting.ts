import type { Message } from 'kafkajs';
import type { SizedMessage } from './to-message.js';

/** How much goes in one send; a single message may be larger. */
export interface SendLimit {
  readonly messages: number;
  readonly bytes: number;
}

/** What goes in one send. */
export interface Load {
  readonly messages: Message[];
  /** It is durable. */
  succeed(): void;
  /** Whether it is durable is not known. */
  fail(error: unknown): void;
}

/** What one call wants published. */
interface Parcel {
  readonly messages: readonly SizedMessage[];
  readonly published: PromiseWithResolvers<void>;
  taken: number;
}

/** Messages that wait for their send, first come first served. */
export class Waiting {
  #parcels: Parcel[] = [];

  constructor(private readonly limit: SendLimit) {}

  /** Resolves when all the messages are durable; rejects as soon as one send of them failed, and drops their rest. */
  add(messages: readonly SizedMessage[]): Promise<void> {
    const parcel: Parcel = { messages, published: Promise.withResolvers(), taken: 0 };
    this.#parcels.push(parcel);
    return parcel.published.promise;
  }

  /** Takes as much as one send can hold, or undefined when nothing waits. */
  take(): Load | undefined {
    const messages: Message[] = [];
    const parcels: Parcel[] = [];
    let bytes = 0;
    for (const parcel of this.#parcels) {
      const before = parcel.taken;
      for (const next of parcel.messages.slice(before)) {
        const full = messages.length >= this.limit.messages || bytes + next.bytes > this.limit.bytes;
        if (full && messages.length > 0) break;
        messages.push(next.message);
        bytes += next.bytes;
        parcel.taken += 1;
      }
      if (parcel.taken > before) parcels.push(parcel);
      if (parcel.taken < parcel.messages.length) break;
    }
    if (messages.length === 0) return undefined;
    this.#parcels = this.#parcels.filter(({ taken, messages: all }) => taken < all.length);
    return { messages, succeed: () => succeed(parcels), fail: (error) => this.#fail(parcels, error) };
  }

  #fail(parcels: readonly Parcel[], error: unknown): void {
    this.#parcels = this.#parcels.filter((parcel) => !parcels.includes(parcel));
    for (const { published } of parcels) published.reject(error);
  }
}

function succeed(parcels: readonly Parcel[]): void {
  for (const { taken, messages, published } of parcels) if (taken === messages.length) published.resolve();
}
