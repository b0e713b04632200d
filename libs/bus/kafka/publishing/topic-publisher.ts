import type { Message } from 'kafkajs';
import { Waiting, type SendLimit } from './waiting.js';
import type { SizedMessage } from './to-message.js';

/** Gives the records of one topic to Kafka; resolves when they are durable. */
export type Send = (messages: Message[]) => Promise<void>;

/** Small enough for topics with Kafka's default limit of 1 MB for what is sent at once to a partition. */
const defaultLimit: SendLimit = { messages: 1000, bytes: 512 * 1024 };

/**
 * Publishes to one topic with one send under way: what comes meanwhile goes together in the next one. So the records of
 * a key stay in order, and many small publishes cost few requests.
 */
export class TopicPublisher {
  readonly #waiting: Waiting;
  #sending: Promise<void> | undefined;

  constructor(
    private readonly send: Send,
    limit = defaultLimit,
  ) {
    this.#waiting = new Waiting(limit);
  }

  /** Resolves when all of them are durable; rejects with what the send of any of them rejected with. */
  publish(messages: readonly SizedMessage[]): Promise<void> {
    const published = this.#waiting.add(messages);
    this.#sending ??= this.#sendAll();
    return published;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    await nextTurn();
    for (let load = this.#waiting.take(); load; load = this.#waiting.take()) {
      try {
        await this.send(load.messages);
        load.succeed();
      } catch (error) {
        load.fail(error);
      }
    }
    this.#sending = undefined;
  }
}

/** All that is published in one turn of the event loop is to go together. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
