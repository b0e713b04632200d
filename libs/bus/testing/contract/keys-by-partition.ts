/** Keys and the partition of twelve in which Kafka's default partitioner (kafkajs `DefaultPartitioner`) puts them. */
export const partitionOfTwelve: Readonly<Record<string, number>> = {
  '': 9,
  a: 4,
  ab: 2,
  abc: 3,
  abcd: 8,
  acme: 0,
  globex: 7,
  initech: 6,
  'acme:0123456789abcdef0123456789abcdef01234567': 2,
  'acme:0f9c6a52-3f3b-4c55-9d0e-1b3c8a6f2f10': 6,
  größe: 8,
  鍵: 0,
};
