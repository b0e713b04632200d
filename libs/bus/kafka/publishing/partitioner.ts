import type { ICustomPartitioner } from 'kafkajs';
import { partitionOf } from '../../partition-of.js';

/**
 * Puts a key where Kafka's default partitioner and the embedded bus put it. It takes the place of kafkajs'
 * `DefaultPartitioner`, which gives the same and counts with big integers. The place is noted on the message: all tries
 * of a send put it there, and the publisher can see whether it was confirmed.
 */
export const partitioner: ICustomPartitioner =
  () =>
  ({ partitionMetadata, message }) =>
    (message.partition ??= partitionOf(message.key ?? null, partitionMetadata.length));
