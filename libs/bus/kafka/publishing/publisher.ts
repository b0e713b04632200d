import type { Producer } from 'kafkajs';
import { BusUnreachable, UnknownTopic } from '../../errors.js';
import type { OutgoingRecord } from '../../port.js';
import { errorText, protocolErrorOf } from '../connection/protocol-error.js';
import type { TopicCatalogue } from '../topics/topic-catalogue.js';
import { toMessage } from './to-message.js';
import { TopicPublisher } from './topic-publisher.js';

/** All replicas that are in sync have the record. */
const acks = -1;

/** Publishes to any topic, each for itself. */
export class Publisher {
  readonly #topics = new Map<string, TopicPublisher>();

  constructor(
    private readonly producer: Pick<Producer, 'send'>,
    private readonly catalogue: Pick<TopicCatalogue, 'partitions' | 'forget'>,
    private readonly brokers: readonly string[],
  ) {}

  /**
   * Durable when it resolves. A rejection means: not known whether written.
   * @throws RecordTooLarge
   * @throws UnknownTopic
   * @throws BusUnreachable, whatever kafkajs says, so that none of its errors is taken for one of the caller
   */
  async publish(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    const messages = records.map((record) => toMessage(topic, record));
    await this.catalogue.partitions(topic);
    if (messages.length > 0) await this.#topic(topic).publish(messages);
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await Promise.all([...this.#topics.values()].map((topic) => topic.idle()));
  }

  #topic(topic: string): TopicPublisher {
    const known = this.#topics.get(topic);
    if (known) return known;
    const publisher = new TopicPublisher(async (messages) => {
      try {
        await this.producer.send({ topic, messages, acks });
      } catch (error) {
        throw this.#refusal(topic, error);
      }
    });
    this.#topics.set(topic, publisher);
    return publisher;
  }

  #refusal(topic: string, error: unknown): Error {
    if (protocolErrorOf(error) === 'UNKNOWN_TOPIC_OR_PARTITION') {
      this.catalogue.forget(topic);
      return new UnknownTopic(topic);
    }
    return new BusUnreachable(this.brokers, `${topic}: ${errorText(error)}`, { cause: error });
  }
}
