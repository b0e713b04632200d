import type { mongo } from 'mongoose';

/** The names of the indexes that a collection has. MongoDB's error when there is no such collection. */
export async function indexNames(collection: mongo.Collection): Promise<ReadonlySet<string>> {
  const indexes = (await collection.listIndexes().toArray()) as { readonly name: string }[];
  return new Set(indexes.map(({ name }) => name));
}
