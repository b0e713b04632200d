import type { Message, Producer, RecordMetadata } from 'kafkajs';
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
      const confirmed = await this.#send(topic, messages);
      this.#refuseUnconfirmed(topic, messages, confirmed);
    });
    this.#topics.set(topic, publisher);
    return publisher;
  }

  async #send(topic: string, messages: Message[]): Promise<RecordMetadata[]> {
    try {
      return await this.producer.send({ topic, messages, acks });
    } catch (error) {
      throw this.#refusal(topic, error);
    }
  }

  /**
   * When a partition moves between two tries to a broker that has answered already, kafkajs sends it to nobody and
   * resolves nevertheless (kafkajs `sendMessages.js`, `responsePerBroker`).
   */
  #refuseUnconfirmed(
    topic: string,
    messages: readonly Message[],
    confirmed: readonly RecordMetadata[],
  ): void {
    const partitions = new Set<number | undefined>(confirmed.map(({ partition }) => partition));
    const lost = messages.find(({ partition }) => !partitions.has(partition));
    if (!lost) return;
    throw new BusUnreachable(this.brokers, `no broker has confirmed partition ${lost.partition} of ${topic}`);
  }

  #refusal(topic: string, error: unknown): Error {
    if (protocolErrorOf(error) === 'UNKNOWN_TOPIC_OR_PARTITION') {
      this.catalogue.forget(topic);
      return new UnknownTopic(topic);
    }
    return new BusUnreachable(this.brokers, `${topic}: ${errorText(error)}`, { cause: error });
  }
}
