import type { AdminAccess } from '../connection/admin-access.js';
import { recordsBehind } from './lag.js';
import { whenReady } from './when-ready.js';

/** What brokers say that have just started or share their work anew. */
const notYet: ReadonlySet<string> = new Set([
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'GROUP_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR_FOR_GROUP',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
]);
const mostTries = 20;
const defaultBetweenTriesMs = 250;

/** How far groups are behind. Who asks while the same is being asked gets that answer. */
export class GroupLag {
  readonly #asked = new Map<string, Promise<number>>();

  constructor(
    private readonly admin: Pick<AdminAccess, 'ask'>,
    private readonly betweenTriesMs = defaultBetweenTriesMs,
  ) {}

  /** How many records of a topic that exists the group has not handled. Waits some seconds for brokers that are not ready. */
  of(group: string, topic: string): Promise<number> {
    const question = JSON.stringify([group, topic]);
    const known = this.#asked.get(question);
    if (known) return known;
    const patience = { notYet, mostTries, betweenTriesMs: this.betweenTriesMs };
    const answer = whenReady(() => this.#ask(group, topic), patience).finally(
      () => void this.#asked.delete(question),
    );
    this.#asked.set(question, answer);
    return answer;
  }

  #ask(group: string, topic: string): Promise<number> {
    return this.admin.ask(async (admin) => {
      const spans = await admin.fetchTopicOffsets(topic);
      const progress = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      return recordsBehind(spans, progress.find((found) => found.topic === topic)?.partitions ?? []);
    });
  }
}
