import { temporaryDocuments } from '#libs/documents/testing';
import { deploys } from './index.js';
import { definitionsOf } from './read-model/collections.js';
import { ReadModel } from './read-model/read-model.js';

describe('the collections that have to be there for the service', () => {
  const documents = temporaryDocuments([...deploys.collections]);
  const inUse = async () => (await deploys.collectionsInUse?.(documents()))?.map(({ name }) => name);
  const namesOf = (generation: number) => definitionsOf(generation).map(({ name }) => name);

  it('are those of the first generation before any rebuild', async () => {
    expect(await inUse()).toEqual(namesOf(1));
  });

  it('are those of the generation in use, and no more of the one that it took the place of', async () => {
    const readModel = new ReadModel(documents());
    await readModel.point(await readModel.pointer(), { active: 7, building: null });
    expect(await inUse()).toEqual(namesOf(7));
  });
});
