import { murmur2 } from './murmur2.js';

/**
 * The partition of a key among `partitions` of them, from 0; a record without a key goes to the first.
 * Source: Apache Kafka, `BuiltInPartitioner.partitionForKey`: `toPositive(murmur2(key)) % partitions`.
 */
export function partitionOf(key: Buffer | string | null, partitions: number): number {
  if (key === null) return 0;
  const bytes = typeof key === 'string' ? Buffer.from(key, 'utf8') : key;
  return (murmur2(bytes) & 0x7fffffff) % partitions;
}
