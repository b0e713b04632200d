import type { CollectionDefinition, Documents } from '#libs/documents';

/** Which generation is read, and which one is being built beside it, if any. */
export interface GenerationPointer {
  readonly id: 'deploys';
  readonly active: number;
  readonly building: number | null;
  /** The highest number that was ever given: none is used twice, so that whoever is late takes none for another. */
  readonly latest: number;
  readonly revision: number;
}

/** Where the pointer lies. */
export const generationPointers: CollectionDefinition<GenerationPointer> = {
  name: 'read-model-generations',
  indexes: [],
};

/** Until the first rebuild there is no document, and this holds. */
export const firstPointer: GenerationPointer = {
  id: 'deploys',
  active: 1,
  building: null,
  latest: 1,
  revision: 0,
};

/** The number of the generation that is read. */
export async function activeGeneration(documents: Pick<Documents, 'collection'>): Promise<number> {
  const pointer = await documents.collection(generationPointers).get('deploys');
  return pointer?.active ?? firstPointer.active;
}
