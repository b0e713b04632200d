import { UnknownTopic } from '../../errors.js';
import type { AdminAccess } from '../connection/admin-access.js';
import { protocolErrorOf } from '../connection/protocol-error.js';

const unknown: ReadonlySet<string | undefined> = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'INVALID_TOPIC_EXCEPTION',
]);

/** The topics that are known to exist, each looked up once. */
export class TopicCatalogue {
  readonly #partitions = new Map<string, Promise<number>>();

  constructor(private readonly admin: Pick<AdminAccess, 'ask'>) {}

  /**
   * How many partitions the topic has.
   * @throws UnknownTopic
   */
  partitions(topic: string): Promise<number> {
    const known = this.#partitions.get(topic);
    if (known) return known;
    const asked = this.#ask(topic);
    this.#partitions.set(topic, asked);
    asked.catch(() => this.forget(topic));
    return asked;
  }

  /** Looks the topic up anew when it is next asked for. */
  forget(topic: string): void {
    this.#partitions.delete(topic);
  }

  async #ask(topic: string): Promise<number> {
    try {
      const { topics } = await this.admin.ask((admin) => admin.fetchTopicMetadata({ topics: [topic] }));
      const found = topics.find(({ name }) => name === topic);
      if (!found || found.partitions.length === 0) throw new UnknownTopic(topic);
      return found.partitions.length;
    } catch (error) {
      throw unknown.has(protocolErrorOf(error)) ? new UnknownTopic(topic) : error;
    }
  }
}
