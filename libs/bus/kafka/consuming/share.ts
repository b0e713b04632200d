import type { EachBatchPayload } from 'kafkajs';
import { restFor, type Rest } from '../../rest.js';
import type { BusLog } from '../../log.js';
import type { Subscription } from '../../port.js';
import { protocolErrorOf } from '../connection/protocol-error.js';
import { settlesWithin } from '../deadline.js';
import { toIncomingRecord } from './incoming-record.js';
import { Lane, type LaneContext } from './lane.js';
import { lostMembership } from './membership.js';
import { Progress, type Reached } from './progress.js';
import type { Rejoining } from './rejoin-gate.js';
import { restWithJitterMs } from './rest.js';
import { Term } from './term.js';

export interface ShareSettings extends Required<Subscription> {
  /** Whether the group is to go on, later, behind what was handled. */
  readonly keepsProgress: boolean;
  readonly rest: Rest;
  /** For how long the fetching of all partitions may wait for the batches of one. */
  readonly patienceMs: number;
  readonly log: BusLog;
}

/** What the share needs of a fetch of kafkajs. */
export type Fetched = Pick<EachBatchPayload, 'heartbeat' | 'pause' | 'resolveOffset'> & {
  readonly batch: Pick<EachBatchPayload['batch'], 'topic' | 'partition' | 'messages'>;
  commitOffsetsIfNecessary: EachBatchPayload['commitOffsetsIfNecessary'];
};

/** A member's share of the partitions, from joining the group until it leaves: what it has in hand, and how far it is. */
export class Share implements Rejoining {
  readonly #lanes = new Map<string, Lane>();
  readonly #progress: Progress;
  readonly #context: LaneContext;
  readonly #closing = new AbortController();
  #term = new Term();
  #commit: Fetched['commitOffsetsIfNecessary'] | undefined;
  #handled = false;

  constructor(private readonly settings: ShareSettings) {
    const { group, log, handle, maxBatch, rest, patienceMs } = settings;
    this.#progress = new Progress((reached) => this.#keep(reached), log);
    this.#context = {
      handle,
      maxBatch,
      patienceMs,
      term: () => this.#term,
      keep: (topic, partition, offset) => this.#report({ topic, partition, offset }),
      rest: (rejections) => restFor(restWithJitterMs(rejections, rest, Math.random()), this.#closing.signal),
      onRejected: (batch, error) => log.debug({ group, ...batch, err: error }, 'A batch was rejected'),
    };
  }

  /** Whether any batch was handled. */
  get handled(): boolean {
    return this.#handled;
  }

  /** Takes what was fetched; resolves when more may be. Never rejects, since kafkajs would crash. */
  async deliver(fetched: Fetched): Promise<void> {
    const { batch, resolveOffset, pause, commitOffsetsIfNecessary } = fetched;
    const { topic, partition, messages } = batch;
    if (this.#closing.signal.aborted) {
      pause();
      return;
    }
    this.#commit = commitOffsetsIfNecessary;
    await this.#lane(topic, partition).deliver({
      records: messages.map((message) => toIncomingRecord(topic, partition, message)),
      resolve: resolveOffset,
      heartbeat: this.#heartbeat(this.#term, fetched),
      pause,
    });
  }

  begin(): void {
    this.#term.close('The partitions are shared anew.');
  }

  busy(): boolean {
    return this.#inHand().length > 0;
  }

  pass(): void {
    this.#term.end('The partitions are shared anew.');
    this.#progress.forget();
    this.#term = new Term();
    if (this.#closing.signal.aborted) this.#term.close('The consumer stops.');
  }

  /** Tells what is in hand to come to its end, and takes nothing more. */
  close(): void {
    this.#closing.abort();
    this.#term.close('The consumer stops.');
  }

  /** Whether what is in hand comes to its end within `ms`. */
  settles(ms: number): Promise<boolean> {
    return settlesWithin(Promise.all(this.#inHand()), ms);
  }

  /** The partitions are lost; what is still in hand counts no more. */
  end(reason: string): void {
    this.#closing.abort();
    this.#term.end(reason);
    this.#progress.forget();
  }

  #inHand(): Promise<unknown>[] {
    return [...this.#lanes.values()].flatMap(({ inHand }) => (inHand ? [inHand] : []));
  }

  #lane(topic: string, partition: number): Lane {
    const name = `${partition} ${topic}`;
    const known = this.#lanes.get(name);
    if (known) return known;
    const lane = new Lane(topic, partition, this.#context);
    this.#lanes.set(name, lane);
    return lane;
  }

  #heartbeat(term: Term, { heartbeat }: Fetched): () => Promise<void> {
    return async () => {
      if (term.over) throw term.signal.reason;
      try {
        await heartbeat();
      } catch (error) {
        if (!lostMembership(protocolErrorOf(error))) return;
        term.close('The partitions are shared anew.');
        throw new Error('This consumer has lost its place in the group.', { cause: error });
      }
    };
  }

  async #report(reached: Reached): Promise<void> {
    this.#handled = true;
    if (this.settings.keepsProgress) await this.#progress.keep(reached);
  }

  async #keep(reached: readonly Reached[]): Promise<void> {
    const topics = [...Map.groupBy(reached, ({ topic }) => topic)].map(([topic, partitions]) => ({
      topic,
      partitions: partitions.map(({ partition, offset }) => ({ partition, offset })),
    }));
    await this.#commit?.({ topics });
  }
}
