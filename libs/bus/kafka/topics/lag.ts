/** Where a partition begins and ends; the end is the place of its next record. */
export interface PartitionSpan {
  readonly partition: number;
  readonly low: string;
  readonly high: string;
}

/** Up to where a group has handled a partition; a negative number for a group that never was there. */
export interface PartitionProgress {
  readonly partition: number;
  readonly offset: string;
}

/** How many records lie between a group's progress and the end, over all partitions. */
export function recordsBehind(
  spans: readonly PartitionSpan[],
  progress: readonly PartitionProgress[],
): number {
  const reached = new Map(progress.map(({ partition, offset }) => [partition, BigInt(offset)]));
  let behind = 0n;
  for (const { partition, low, high } of spans) {
    const start = larger(BigInt(low), reached.get(partition) ?? 0n);
    behind += larger(0n, BigInt(high) - start);
  }
  return Number(behind);
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
