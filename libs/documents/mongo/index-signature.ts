import type { mongo } from 'mongoose';
import type { Index } from './layout.js';

type IndexShape = Pick<Index, 'name' | 'key' | 'unique'>;

/** What makes an index this one and no other: its name, its fields in their order, and whether it is unique. */
export function indexSignature({ name, key, unique = false }: { [K in keyof IndexShape]: unknown }): string {
  return JSON.stringify([name, key, unique]);
}

/** The names and signatures of the indexes that a collection has. MongoDB's error when there is no such collection. */
export async function readIndexes(
  collection: mongo.Collection,
): Promise<readonly { readonly name: string; readonly signature: string }[]> {
  const indexes = (await collection.listIndexes().toArray()) as IndexShape[];
  return indexes.map((index) => ({ name: index.name, signature: indexSignature(index) }));
}
