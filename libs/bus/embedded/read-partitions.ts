import { setImmediate } from 'node:timers/promises';
import type { IncomingRecord } from '../port.js';
import type { ReadLimit, RecordLog } from './record-log.js';
import type { Partition } from './topic-catalogue.js';

const limit: ReadLimit = { records: 500, bytes: 4 * 1024 * 1024 };

/** What lies in the partitions now, one partition after the other; lets others have their turn between two batches. */
export function readPartitions(
  log: RecordLog,
  partitions: readonly Partition[],
): AsyncIterable<readonly IncomingRecord[]> {
  const stretches = partitions.map((partition) => ({ partition, end: log.end(partition) }));
  return readStretches(log, stretches);
}

async function* readStretches(
  log: RecordLog,
  stretches: readonly { readonly partition: Partition; readonly end: number }[],
): AsyncGenerator<readonly IncomingRecord[]> {
  for (const { partition, end } of stretches) {
    let position = 0;
    while (position < end) {
      const records = log.read(partition, position, limit, end);
      yield records;
      position += records.length;
      await setImmediate();
    }
  }
}
