import { createHash } from 'node:crypto';

/** Some of the names, in their order, chosen by the seed: which ones does not depend on the order. */
export function sampleOf(names: readonly string[], size: number, seed: number): string[] {
  const chosen = new Set([...names].sort(bySeed(seed)).slice(0, size));
  return names.filter((name) => chosen.has(name));
}

/** All items in an order chosen by the seed. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const ranked = items.map((item, index) => ({ item, rank: rankOf(String(index), seed) }));
  return ranked.sort((one, other) => (one.rank < other.rank ? -1 : 1)).map(({ item }) => item);
}

function bySeed(seed: number): (one: string, other: string) => number {
  return (one, other) => (rankOf(one, seed) < rankOf(other, seed) ? -1 : 1);
}

function rankOf(name: string, seed: number): string {
  return createHash('sha256').update(`${seed} ${name}`).digest('hex');
}
