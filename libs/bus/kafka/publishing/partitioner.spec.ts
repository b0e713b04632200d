import fc from 'fast-check';
import { Partitioners, type PartitionerArgs } from 'kafkajs';
import { partitioner } from './partitioner.js';

function args(key: Buffer | string | null | undefined, partitions: number): PartitionerArgs {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));
  return { topic: 'builds', partitionMetadata, message: { value: null, ...(key !== undefined && { key }) } };
}

describe('The partitioner', () => {
  it('puts every key where kafkajs’ default partitioner puts it', () => {
    const theirs = Partitioners.DefaultPartitioner();
    const own = partitioner();
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const bytes = fc.uint8Array({ maxLength: 40 }).map((key) => Buffer.from(key));
    fc.assert(
      fc.property(fc.oneof(text, bytes), fc.integer({ min: 1, max: 50 }), (key, partitions) => {
        expect(own(args(key, partitions))).toBe(theirs(args(key, partitions)));
      }),
    );
  });

  it.each([null, undefined])('puts a record whose key is %s somewhere', (key) => {
    expect(partitioner()(args(key, 3))).toBeLessThan(3);
  });

  it('keeps a message where the first try put it, and notes there where that is', () => {
    const own = partitioner();
    const first = args('acme', 12);
    const partition = own(first);
    expect(first.message.partition).toBe(partition);
    for (const partitions of [3, 12, 50])
      expect(own({ ...args('acme', partitions), message: first.message })).toBe(partition);
  });
});
