import type { IncomingRecord, Subscription } from '../../port.js';
import { settlesWithin } from '../deadline.js';
import type { Term } from './term.js';

/** Records of one partition as they were fetched, and what can be done about the partition. */
export interface Delivery {
  readonly records: readonly IncomingRecord[];
  /** The next fetch begins behind this record. */
  resolve(offset: string): void;
  /** Rejects when the member has lost its place in the group. */
  heartbeat(): Promise<void>;
  /** Fetches nothing more of the partition until the function that it gives is called. */
  pause(): () => void;
}

export interface LaneContext extends Pick<Subscription, 'handle'> {
  readonly maxBatch: number;
  /** The member's present term. */
  readonly term: () => Term;
  /** Reports that everything before `next` is handled; resolves when that is kept, or cannot be for now. */
  readonly keep: (topic: string, partition: number, next: string) => Promise<void>;
  /** Waits after so many rejections in a row; not at all once the consumer stops. */
  readonly rest: (rejections: number) => Promise<void>;
  /** A batch was rejected; told once for each. */
  readonly onRejected: (batch: { topic: string; partition: number; offset: string }, error: unknown) => void;
  /** For how long the fetching of all partitions may wait for this one. */
  readonly patienceMs: number;
}

type Outcome = 'handled' | 'rejected' | 'left';

/**
 * Hands the records of one partition over, one batch at a time. kafkajs fetches again, and sends its heartbeats, only
 * when what it fetched before is settled (kafkajs `fetcher.js`). So whatever takes longer than a moment, or is to come
 * again after a rest, is let go of: the partition pauses, and the others go on.
 */
export class Lane {
  #inHand: Promise<Outcome> | undefined;
  #rejections = 0;

  constructor(
    readonly topic: string,
    readonly partition: number,
    private readonly context: LaneContext,
  ) {}

  /** Settles when nothing is in hand; undefined when that is so already. */
  get inHand(): Promise<unknown> | undefined {
    return this.#inHand;
  }

  /** Resolves when kafkajs may fetch again, of all partitions that are not paused. Never rejects. */
  async deliver(delivery: Delivery): Promise<void> {
    if (this.#inHand) {
      const resume = delivery.pause();
      void this.#inHand.finally(resume);
      return;
    }
    const work = this.#handle(delivery);
    this.#inHand = work.finally(() => (this.#inHand = undefined));
    const early = await settlesWithin(work, this.context.patienceMs);
    if (early && (await work) !== 'rejected') return;
    const resume = delivery.pause();
    void this.#restAfter(work).finally(resume);
  }

  async #restAfter(work: Promise<Outcome>): Promise<void> {
    if ((await work) === 'rejected') await this.context.rest(this.#rejections);
  }

  async #handle(delivery: Delivery): Promise<Outcome> {
    const { records } = delivery;
    const term = this.context.term();
    const { topic, partition } = this;
    const { maxBatch } = this.context;
    let kept: Promise<void> = Promise.resolve();
    let outcome: Outcome = 'handled';
    for (let at = 0; at < records.length && outcome === 'handled'; at += maxBatch) {
      const batch = records.length <= maxBatch ? records : records.slice(at, at + maxBatch);
      outcome = await this.#handleBatch(batch, delivery, term);
      const last = batch.at(-1);
      if (outcome !== 'handled' || last === undefined) break;
      delivery.resolve(last.offset);
      kept = this.context.keep(topic, partition, following(last.offset));
    }
    await kept;
    return outcome;
  }

  async #handleBatch(records: readonly IncomingRecord[], delivery: Delivery, term: Term): Promise<Outcome> {
    const { topic, partition } = this;
    const { signal } = term;
    if (signal.aborted) return 'left';
    try {
      const heartbeat = () => delivery.heartbeat();
      await this.context.handle({ topic, partition, records, signal, heartbeat });
    } catch (error) {
      if (signal.aborted) return 'left';
      this.#rejections += 1;
      this.context.onRejected({ topic, partition, offset: records[0]?.offset ?? '' }, error);
      return 'rejected';
    }
    this.#rejections = 0;
    return term.over ? 'left' : 'handled';
  }
}

/** The offset behind this one. */
function following(offset: string): string {
  return String(BigInt(offset) + 1n);
}
