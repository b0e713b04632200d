const multiplier = 0x5bd1e995;
const seed = 0x9747b28c;

/**
 * The 32-bit hash by which Kafka's default partitioner spreads keys, as a signed number.
 * Source: Apache Kafka, `org.apache.kafka.common.utils.Utils.murmur2`.
 */
export function murmur2(bytes: Buffer): number {
  const wholeWords = bytes.length - (bytes.length % 4);
  let hash = seed ^ bytes.length;
  for (let at = 0; at < wholeWords; at += 4) {
    const word = Math.imul(bytes.readInt32LE(at), multiplier);
    hash = Math.imul(hash, multiplier) ^ Math.imul(word ^ (word >>> 24), multiplier);
  }
  if (wholeWords < bytes.length) {
    hash = Math.imul(hash ^ bytes.readUIntLE(wholeWords, bytes.length - wholeWords), multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}
