import type { Kafka, Producer } from 'kafkajs';
import { BusClosed, BusUnreachable } from '../errors.js';
import type { Bus, Consumer, IncomingRecord, OutgoingRecord, Subscription } from '../port.js';
import { defaultRest } from '../rest.js';
import { AdminAccess } from './connection/admin-access.js';
import { errorText } from './connection/protocol-error.js';
import { Member } from './consuming/member.js';
import { Session, type SessionSettings } from './consuming/session.js';
import { settlesWithin } from './deadline.js';
import type { KafkaBusOptions } from './options.js';
import { probeBrokers } from './probing/probe-brokers.js';
import { Publisher } from './publishing/publisher.js';
import { readTopic } from './reading/read-topic.js';
import { provisionTopics, type TopicWish } from './topics/provision-topics.js';
import { GroupLag } from './topics/group-lag.js';
import { TopicCatalogue } from './topics/topic-catalogue.js';

const defaultMaxBatch = 500;
/** The pace of a consumer, for which much at a time and few requests count. */
const steady = { patienceMs: 100, fetchWaitMs: 250 };
/** The pace of a reader, which is there for a moment and has all it wants to fetch before it. */
const hasty = { patienceMs: 20, fetchWaitMs: 20 };
const pingMs = 3000;
const goodbyeMs = 5000;

type Manner = Pick<SessionSettings, 'patienceMs' | 'fetchWaitMs' | 'keepsProgress'>;

/** The bus on a Kafka cluster. See `openKafkaBus`. */
export class KafkaBus implements Bus {
  readonly #admin: AdminAccess;
  readonly #catalogue: TopicCatalogue;
  readonly #lag: GroupLag;
  readonly #publisher: Publisher;
  readonly #members = new Set<Member>();
  #closing: Promise<void> | undefined;

  /**
   * @param client makes a client of kafkajs
   * @param producer is connected
   */
  constructor(
    private readonly options: KafkaBusOptions,
    private readonly client: () => Kafka,
    private readonly producer: Producer,
  ) {
    this.#admin = new AdminAccess(() => client().admin(), options.brokers);
    this.#catalogue = new TopicCatalogue(this.#admin);
    this.#lag = new GroupLag(this.#admin);
    this.#publisher = new Publisher(producer, this.#catalogue, options.brokers);
  }

  async provision(topics: readonly TopicWish[]): Promise<void> {
    this.#refuseWhenClosed();
    const { log } = this.options;
    await provisionTopics(topics, { admin: this.#admin, catalogue: this.#catalogue, log });
  }

  async publish(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    this.#refuseWhenClosed();
    await this.#publisher.publish(topic, records);
  }

  async subscribe(subscription: Subscription): Promise<Consumer> {
    this.#refuseWhenClosed();
    for (const topic of subscription.topics) await this.#catalogue.partitions(topic);
    return this.#join(subscription, { ...steady, keepsProgress: true });
  }

  read(topic: string): AsyncIterable<readonly IncomingRecord[]> {
    this.#refuseWhenClosed();
    const { brokers, log } = this.options;
    return readTopic(topic, {
      admin: this.#admin,
      catalogue: this.#catalogue,
      join: (subscription) => this.#join(subscription, { ...hasty, keepsProgress: false }),
      brokers,
      log,
    });
  }

  async lag(group: string, topic: string): Promise<number> {
    this.#refuseWhenClosed();
    await this.#catalogue.partitions(topic);
    return this.#lag.of(group, topic);
  }

  async ping(): Promise<void> {
    this.#refuseWhenClosed();
    const { brokers, clientId, tls = false } = this.options;
    await probeBrokers({ brokers, clientId, tls, ms: pingMs });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#members].map((member) => member.stop()));
    await settlesWithin(this.#publisher.idle(), goodbyeMs);
    await settlesWithin(Promise.all([this.producer.disconnect(), this.#admin.close()]), goodbyeMs);
  }

  async #join(subscription: Subscription, manner: Manner): Promise<Consumer> {
    const { log, brokers, sessionTimeoutMs } = this.options;
    const settings = {
      ...subscription,
      maxBatch: subscription.maxBatch ?? defaultMaxBatch,
      ...manner,
      rest: defaultRest,
      log,
      client: this.client,
      ...(sessionTimeoutMs !== undefined && { sessionTimeoutMs }),
    };
    const member = new Member(settings, () => new Session(settings));
    this.#members.add(member);
    const forget = () => void this.#members.delete(member);
    member.done.then(forget, forget);
    try {
      await member.start();
    } catch (error) {
      throw new BusUnreachable(brokers, errorText(error), { cause: error });
    }
    return member;
  }

  #refuseWhenClosed(): void {
    if (this.#closing) throw new BusClosed();
  }
}
