import type { IncomingRecord } from '../../port.js';
import type { PartitionSpan } from '../topics/lag.js';

interface Stretch {
  next: bigint;
  readonly end: bigint;
}

/** What is still to be read of each partition of a topic, up to the end as it was when reading began. */
export class Stretches {
  readonly #stretches: ReadonlyMap<number, Stretch>;

  constructor(spans: readonly PartitionSpan[]) {
    this.#stretches = new Map(
      spans
        .toSorted((one, other) => one.partition - other.partition)
        .map(({ partition, low, high }) => [partition, { next: BigInt(low), end: BigInt(high) }]),
    );
  }

  /** The first partition of which something is still to be read; undefined when all is read. */
  get current(): number | undefined {
    for (const [partition, { next, end }] of this.#stretches) if (next < end) return partition;
    return undefined;
  }

  /** Of records of one partition, in order, those that are still to be read; they count as read from now on. */
  take(records: readonly IncomingRecord[]): readonly IncomingRecord[] {
    const last = records.at(-1);
    const stretch = last && this.#stretches.get(last.partition);
    if (!stretch) return [];
    const { next, end } = stretch;
    const wanted = records.filter(({ offset }) => BigInt(offset) >= next && BigInt(offset) < end);
    const behind = BigInt(last.offset) + 1n;
    if (behind > next) stretch.next = behind;
    return wanted;
  }

  /** What lay before these beginnings is gone, and need not be read any more. */
  skip(spans: readonly PartitionSpan[]): void {
    for (const { partition, low } of spans) {
      const stretch = this.#stretches.get(partition);
      if (stretch && BigInt(low) > stretch.next) stretch.next = BigInt(low);
    }
  }
}
