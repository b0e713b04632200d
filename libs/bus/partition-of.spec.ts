import fc from 'fast-check';
import { partitionOfTwelve } from './testing/contract/keys-by-partition.js';
import { partitionOf } from './partition-of.js';

describe('The partition of a key', () => {
  it('is the one of Kafka’s default partitioner', () => {
    const keys = Object.keys(partitionOfTwelve);
    expect(Object.fromEntries(keys.map((key) => [key, partitionOf(key, 12)]))).toEqual(partitionOfTwelve);
  });

  it('is the same for a text and its UTF-8 bytes', () => {
    expect(partitionOf(Buffer.from('größe', 'utf8'), 12)).toBe(partitionOf('größe', 12));
  });

  it('is the first without a key', () => {
    expect(partitionOf(null, 12)).toBe(0);
  });

  it('is one of those that there are, also where the hash is negative', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 100 }), (bytes, partitions) => {
        const partition = partitionOf(Buffer.from(bytes), partitions);
        return Number.isInteger(partition) && partition >= 0 && partition < partitions;
      }),
    );
  });
});
