import type { Consumer, Kafka } from 'kafkajs';
import { consumerSettings } from '../connection/settings.js';
import { settlesWithin } from '../deadline.js';
import { RejoinGate } from './rejoin-gate.js';
import { Share, type ShareSettings } from './share.js';
import { Silence } from './silence.js';

export interface SessionSettings extends ShareSettings {
  /**
   * Makes a client for one session alone: kafkajs keeps the progress of all of a client's consumers in a group in one
   * place, where they delete each other's (kafkajs `index.js`, `offsetManager/index.js`).
   */
  readonly client: () => Pick<Kafka, 'consumer'>;
  readonly sessionTimeoutMs?: number;
  /** How long a fetch waits for new records. Pausing, resuming and stopping wait for the fetch under way. */
  readonly fetchWaitMs: number;
}

/** How many partitions are handled at the same time. */
const partitionsAtOnce = 12;
/** How long nothing may be heard of kafkajs, which fetches all the time: longer than any of its tries to get on takes. */
const silenceMs = 180_000;
const handlersMs = 20_000;
const goodbyeMs = 5000;

/** One kafkajs consumer, from joining the group until it stops or crashes; it is not used again. */
export class Session {
  readonly #consumer: Consumer;
  readonly #share: Share;
  readonly #crash = Promise.withResolvers<unknown>();
  readonly #silence: Silence;
  #starting: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(private readonly settings: SessionSettings) {
    const { client, group } = settings;
    const consumer = consumerSettings(group, settings);
    this.#share = new Share(settings);
    const gate = new RejoinGate(this.#share, Math.min(8000, consumer.sessionTimeout / 2));
    this.#consumer = client().consumer({ ...consumer, partitionAssigners: [gate.assigner] });
    this.#silence = new Silence(silenceMs, () => this.#fallSilent());
  }

  /** Resolves, with the error, when the session has ended without having been stopped. */
  get crashed(): Promise<unknown> {
    return this.#crash.promise;
  }

  /** Whether any batch was handled in this session. */
  get handled(): boolean {
    return this.#share.handled;
  }

  /** Resolves when the member is in the group, or `crashed` has said why it is not; rejects when there is no way to the group. */
  start(): Promise<void> {
    this.#starting = this.#start();
    return this.#starting;
  }

  /** Whether what is in hand comes to its end within `ms`. */
  settles(ms: number): Promise<boolean> {
    return this.#share.settles(ms);
  }

  /** Waits for what is in hand, keeps its progress and leaves the group, in bounded time. */
  async stop(): Promise<void> {
    const { group, log } = this.settings;
    this.#stopping = true;
    this.#share.close();
    if (!(await this.#share.settles(handlersMs)))
      log.warn({ group, ms: handlersMs }, 'A batch took too long to wait for; it will come again');
    this.#share.end('The consumer has stopped.');
    await settlesWithin(this.#starting, goodbyeMs);
    await this.#disconnect();
  }

  async #start(): Promise<void> {
    const { topics } = this.settings;
    const { CRASH, FETCH_START, GROUP_JOIN } = this.#consumer.events;
    this.#consumer.on(CRASH, ({ payload }) => this.fail(payload.error));
    this.#consumer.on(FETCH_START, () => this.#silence.heard());
    this.#consumer.on(GROUP_JOIN, ({ payload }) => {
      const { groupId, memberId, memberAssignment } = payload;
      this.settings.log.debug({ group: groupId, memberId, assigned: memberAssignment }, 'Joined the group');
    });
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitionsAtOnce,
      eachBatch: (fetched) => this.#share.deliver(fetched),
    });
    if (this.#stopping) await this.#disconnect();
  }

  #fallSilent(): void {
    this.fail(new Error(`Nothing was heard of the consumer for ${silenceMs} ms.`));
    void this.#disconnect();
  }

  /** Ends the session, which could not be started, or no longer works. */
  fail(error: unknown): void {
    this.#silence.end();
    this.#share.end('The consumer has crashed.');
    this.#crash.resolve(error);
  }

  /** kafkajs may wait for ever for an answer that it is owed. */
  async #disconnect(): Promise<void> {
    this.#silence.end();
    await settlesWithin(this.#consumer.disconnect(), goodbyeMs);
  }
}
