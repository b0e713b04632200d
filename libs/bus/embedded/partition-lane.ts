import type { BusLog } from '../log.js';
import type { IncomingRecord } from '../port.js';
import type { Member } from './member.js';
import type { Progress } from './progress.js';
import type { RecordLog } from './record-log.js';
import { restFor, restMs, type Rest } from '../rest.js';
import type { Partition } from './topic-catalogue.js';

const maxBatchBytes = 4 * 1024 * 1024;

export interface LaneContext {
  readonly group: string;
  readonly records: RecordLog;
  readonly progress: Progress;
  readonly rest: Rest;
  readonly log: BusLog | undefined;
  /** The member can no longer work: reading the file or keeping progress failed. */
  onFailure(member: Member, error: unknown): void;
}

type Outcome = 'handled' | 'rejected';

/** Takes one partition to the member that owns it, one batch at a time. Sleeps, at no cost, while there is nothing new. */
export class PartitionLane {
  #owner: Member | undefined;
  /** Aborts when the owner loses the partition. */
  #ownership = new AbortController();
  #position: number;
  #rejections = 0;
  #awake = false;

  constructor(
    readonly partition: Partition,
    private readonly context: LaneContext,
  ) {
    this.#position = context.progress.load(context.group, partition);
  }

  /** Gives the partition to a member, or to nobody. A batch in hand is told by its signal and still waited for. */
  assign(owner: Member | undefined): void {
    if (owner === this.#owner) return;
    this.#ownership.abort(new Error('The partition was taken away from this consumer.'));
    this.#ownership = new AbortController();
    this.#owner = owner;
    this.#rejections = 0;
    this.wake();
  }

  /** There may be new records. */
  wake(): void {
    if (this.#awake || this.#owner === undefined) return;
    this.#awake = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    while (this.#owner !== undefined) {
      const owner = this.#owner;
      try {
        if ((await this.#next(owner)) === 'nothing new') return;
      } catch (error) {
        this.context.onFailure(owner, error);
      }
    }
    this.#awake = false;
  }

  async #next(owner: Member): Promise<Outcome | 'nothing new' | 'not the owner'> {
    await owner.slots.take();
    let outcome: Outcome;
    try {
      if (owner !== this.#owner) return 'not the owner';
      const limit = { records: owner.maxBatch, bytes: maxBatchBytes };
      const records = this.context.records.read(this.partition, this.#position, limit);
      if (records.length === 0) {
        this.#awake = false;
        return 'nothing new';
      }
      outcome = await owner.holding(this.#handle(owner, records));
    } finally {
      owner.slots.giveBack();
    }
    if (outcome === 'rejected') await this.#rest();
    return outcome;
  }

  async #handle(owner: Member, records: readonly IncomingRecord[]): Promise<Outcome> {
    const { topic, number: partition } = this.partition;
    const { signal } = this.#ownership;
    try {
      await owner.subscription.handle({
        topic,
        partition,
        records,
        signal,
        heartbeat: () => Promise.resolve(),
      });
    } catch (error) {
      if (!signal.aborted) this.#rejections += 1;
      const { group, log } = this.context;
      log?.debug({ group, topic, partition, offset: records[0]?.offset, err: error }, 'A batch was rejected');
      return 'rejected';
    }
    this.#rejections = 0;
    const next = this.#position + records.length;
    await this.context.progress.save(this.context.group, this.partition, next);
    this.#position = next;
    return 'handled';
  }

  async #rest(): Promise<void> {
    if (this.#rejections === 0) return;
    await restFor(restMs(this.#rejections, this.context.rest), this.#ownership.signal);
  }
}
