import type { ICustomPartitioner } from 'kafkajs';
import { partitionOf } from '../../embedded/partition-of.js';

/**
 * Puts a key where Kafka's default partitioner and the embedded bus put it. It takes the place of kafkajs'
 * `DefaultPartitioner`, which gives the same and counts with big integers.
 */
export const partitioner: ICustomPartitioner =
  () =>
  ({ partitionMetadata, message }) =>
    partitionOf(keyOf(message.key), partitionMetadata.length);

function keyOf(key: Buffer | string | null | undefined): Buffer | string | null {
  return key ?? null;
}
