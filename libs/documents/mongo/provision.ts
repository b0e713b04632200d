import type { mongo } from 'mongoose';
import { IndexConflict, UnindexableValue } from '../errors.js';
import type { Connected } from './connect.js';
import { indexSignature, readIndexes } from './index-signature.js';
import { fieldsOfIndex, isUniqueByName, type Index, type Layout } from './layout.js';
import { codeOf, codes, inOurWords } from './server-errors.js';

/**
 * Makes the collection and its missing indexes. A unique index that is declared no more would refuse what is allowed
 * now, so it goes; other undeclared indexes stay for processes that still ask by them, or for whoever made them.
 * @throws DuplicateKey when documents that are there break a new unique index, UnindexableValue when one of them holds a
 * list or an object in a newly indexed field, IndexConflict when another index has the place of a declared one
 */
export async function provisionCollection({ database, hosts }: Connected, layout: Layout): Promise<void> {
  const { name, indexes } = layout;
  await inOurWords({ collection: name, hosts }, async () => {
    await orElse(database.createCollection(name), codes.namespaceExists);
    const collection = database.collection(name);
    const there = await readIndexes(collection);
    const declared = new Set(indexes.map((index) => index.name));
    for (const index of there) {
      if (!isUniqueByName(index.name) || declared.has(index.name)) continue;
      await orElse(collection.dropIndex(index.name), codes.indexNotFound);
    }
    const signatures = new Set(there.map(({ signature }) => signature));
    const missing = indexes.filter((index) => !signatures.has(indexSignature(index)));
    await makeIndexes(collection, missing);
  });
}

async function makeIndexes(collection: mongo.Collection, indexes: readonly Index[]): Promise<void> {
  if (indexes.length === 0) return;
  const fields = new Set(indexes.flatMap(({ name }) => fieldsOfIndex(name)));
  for (const field of fields) await requireIndexable(collection, field);
  try {
    await collection.createIndexes(indexes.map((index) => ({ ...index })));
  } catch (error) {
    const code = codeOf(error);
    if (code !== codes.indexOptionsConflict && code !== codes.indexKeySpecsConflict) throw error;
    throw new IndexConflict(collection.collectionName, (error as Error).message.replace(/\.$/, ''));
  }
}

/** MongoDB would index each item of a list. */
async function requireIndexable(collection: mongo.Collection, field: string): Promise<void> {
  const steps = field.split('.');
  const lists = steps.map((_step, last) => ({ [steps.slice(0, last + 1).join('.')]: { $type: 'array' } }));
  const found = await collection.findOne(
    { $or: [...lists, { [field]: { $type: 'object' } }] },
    { projection: { _id: 1 } },
  );
  if (found) throw new UnindexableValue(collection.collectionName, field);
}

/** Lets an error of this code be: somebody else was quicker. */
async function orElse(work: Promise<unknown>, code: number): Promise<void> {
  await work.catch((error: unknown) => {
    if (codeOf(error) !== code) throw error;
  });
}
