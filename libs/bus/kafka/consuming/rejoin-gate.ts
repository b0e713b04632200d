import { PartitionAssigners, type PartitionAssigner } from 'kafkajs';

/** What the gate asks of the member. */
export interface Rejoining {
  /** Others wait for this member to join again: what is in hand should come to its end. */
  begin(): void;
  /** Whether batches are still in hand. */
  busy(): boolean;
  /** The member joins again now, and begins a new term. */
  pass(): void;
}

/** kafkajs takes an error of this type for Kafka's own, and tries to join again after a while (kafkajs `consumerGroup.js`). */
class StillBusy extends Error {
  readonly type = 'REBALANCE_IN_PROGRESS';
}

/**
 * Keeps a member from joining again while it has batches in hand, so that none of its partitions is handled by it and
 * by their next owner at a time. After `mostMs` it joins all the same: else the group would go on without it.
 */
export class RejoinGate {
  #since: number | undefined;

  constructor(
    private readonly rejoining: Rejoining,
    private readonly mostMs: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Shares partitions in turns as kafkajs does; kafkajs asks for it first thing whenever it joins. */
  readonly assigner: PartitionAssigner = (config) => {
    const inTurns = PartitionAssigners.roundRobin(config);
    return {
      ...inTurns,
      protocol: (subscription) => {
        this.check();
        return inTurns.protocol(subscription);
      },
    };
  };

  /** @throws StillBusy while the member is to finish what it has in hand */
  check(): void {
    if (this.#since === undefined) {
      this.#since = this.now();
      this.rejoining.begin();
    }
    if (this.rejoining.busy() && this.now() - this.#since < this.mostMs)
      throw new StillBusy('Batches are still in hand.');
    this.#since = undefined;
    this.rejoining.pass();
  }
}
