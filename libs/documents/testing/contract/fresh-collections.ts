import { randomUUID } from 'node:crypto';
import type { Collection, CollectionDefinition, Document, Documents } from '../../port.js';

type Indexes = CollectionDefinition<Document>['indexes'];

/** A connection for the surrounding `describe`, and collections with names that nobody else uses. */
export interface FreshCollections {
  documents(): Documents;
  /** A name for a collection that is dropped in the end, if it was made. */
  name(): string;
  /** A collection that was just made. */
  collection<D extends Document>(indexes: Indexes): Promise<Collection<D>>;
}

export function freshCollections(open: () => Promise<Documents>): FreshCollections {
  let documents: Documents;
  const names: string[] = [];

  beforeAll(async () => {
    documents = await open();
  });

  afterAll(async () => {
    for (const name of names) await documents.drop(name);
    await documents.close();
  });

  const name = () => {
    const fresh = `contract_${randomUUID().replaceAll('-', '')}`;
    names.push(fresh);
    return fresh;
  };

  return {
    documents: () => documents,
    name,
    async collection<D extends Document>(indexes: Indexes): Promise<Collection<D>> {
      const definition: CollectionDefinition<D> = { name: name(), indexes };
      await documents.provision([definition]);
      return documents.collection(definition);
    },
  };
}
