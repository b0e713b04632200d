import { acme } from '#libs/contracts/testing';
import { openEmbeddedDocuments, type Documents } from '#libs/documents';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { intercepted } from '../testing/intercepted.js';
import { definitionsOf, type DeployDocument } from './collections.js';
import { generationPointers } from './generation-pointer.js';
import { ReadModel } from './read-model.js';

let folder: string;
let documents: Documents;
let readModel: ReadModel;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-model-'));
  documents = await openEmbeddedDocuments({ file: join(folder, 'documents.db') });
  await documents.provision([generationPointers, ...definitionsOf(1)]);
  readModel = new ReadModel(documents);
});
afterEach(async () => {
  await documents.close();
  await rm(folder, { recursive: true, force: true });
});

const { project, codeDeployment, environment, repository, sha, deployedAt } = acme;

function aDeploy(id: string): DeployDocument {
  return {
    id,
    organization: 'acme',
    project,
    codeDeployment,
    environment,
    repository,
    sha,
    deployedAt,
    registeredAt: deployedAt,
    rollback: false,
    isDeleted: false,
    order: `${deployedAt} ${id}`,
    tie: id,
    revision: 0,
  };
}

/** Begins to build the next generation beside the one that is read. */
async function beginBuilding(number = 2): Promise<void> {
  await readModel.provision(number);
  const before = await readModel.pointer();
  expect(await readModel.point(before, { active: before.active, building: number })).toBeDefined();
}

/** Changes over to the generation that is being built. */
async function changeOver(to = 2): Promise<void> {
  await readModel.point(await readModel.pointer(), { active: to, building: null });
}

/** The generation that is read. */
const readFrom = () => readModel.read(async ({ number }) => number);

/** The generations that are written. */
async function writtenTo(): Promise<number[]> {
  const written: number[] = [];
  await readModel.write(async ({ number }) => void written.push(number));
  return written.sort();
}

describe('The read model', () => {
  it('begins with generation 1, which is read and written', async () => {
    expect(await readFrom()).toBe(1);
    expect(await writtenTo()).toEqual([1]);
  });

  it('writes also to a generation that is being built, and reads the other', async () => {
    await beginBuilding();
    expect(await readFrom()).toBe(1);
    expect(await writtenTo()).toEqual([1, 2]);
    await readModel.write(({ deploys }) => deploys.put([aDeploy('d1')]));
    for (const number of [1, 2]) expect(await readModel.generation(number).deploys.get('d1')).toBeDefined();
  });

  it('changes over when it is told to', async () => {
    await beginBuilding();
    await changeOver();
    expect(await readFrom()).toBe(2);
    expect(await writtenTo()).toEqual([2]);
  });

  it('is at the same place for every process', async () => {
    await beginBuilding();
    expect(await new ReadModel(documents).pointer()).toMatchObject({ active: 1, building: 2 });
  });

  it('is moved on by one process only', async () => {
    const before = await readModel.pointer();
    const other = new ReadModel(documents);
    expect(await other.point(before, { active: 1, building: 2 })).toBeDefined();
    expect(await readModel.point(before, { active: 1, building: 3 })).toBeUndefined();
    const now = await readModel.pointer();
    expect(now.building).toBe(2);
    expect(await other.point(now, { active: 2, building: null })).toBeDefined();
    expect(await readModel.point(now, { active: 1, building: null })).toBeUndefined();
  });
});

describe('Writing', () => {
  it('goes also to a generation that begins to be built meanwhile', async () => {
    const written: number[] = [];
    await readModel.write(async ({ number, deploys }) => {
      if (written.length === 0) await beginBuilding();
      written.push(number);
      await deploys.put([aDeploy('d1')]);
    });
    expect(written).toEqual([1, 2]);
    expect(await readModel.generation(2).deploys.get('d1')).toBeDefined();
  });

  it('goes also to a generation that took the place of its own meanwhile', async () => {
    const written: number[] = [];
    await readModel.write(async ({ number, deploys }) => {
      written.push(number);
      await deploys.put([aDeploy('d1')]);
      if (number === 2) return;
      await beginBuilding();
      await changeOver();
    });
    expect(written).toEqual([1, 2]);
    expect(await readModel.generation(2).deploys.get('d1')).toBeDefined();
  });

  it('is not bothered by a generation that is given up and dropped meanwhile', async () => {
    await beginBuilding();
    await readModel.write(async ({ number, deploys }) => {
      if (number === 2) {
        await readModel.point(await readModel.pointer(), { active: 1, building: null });
        await readModel.dropUnused();
      }
      await deploys.put([aDeploy('d1')]);
    });
    expect(await readModel.generation(1).deploys.get('d1')).toBeDefined();
  });

  it('goes to each generation once', async () => {
    await beginBuilding();
    expect(await writtenTo()).toEqual([1, 2]);
  });

  it('fails when it fails for one of them', async () => {
    await beginBuilding();
    const failing = readModel.write(async ({ number }) => {
      if (number === 2) throw new Error('no room');
    });
    await expect(failing).rejects.toThrow('no room');
  });
});

describe('Reading', () => {
  it('begins anew when another generation takes the place of the one that is read', async () => {
    await readModel.generation(1).deploys.put([aDeploy('d1')]);
    const read: number[] = [];
    const found = await readModel.read(async ({ number, deploys }) => {
      read.push(number);
      if (number === 1) {
        await beginBuilding();
        await readModel.generation(2).deploys.put([aDeploy('d1')]);
        await changeOver();
        await readModel.dropUnused();
      }
      return deploys.get('d1');
    });
    expect(read).toEqual([1, 2]);
    expect(found).toBeDefined();
  });

  it('notices that another process has changed over since it read last', async () => {
    await readFrom();
    const other = new ReadModel(documents);
    await other.provision(2);
    await other.generation(2).deploys.put([aDeploy('d1')]);
    await other.point(await other.pointer(), { active: 2, building: null });
    await other.dropUnused();
    expect(await readModel.read(({ deploys }) => deploys.get('d1'))).toBeDefined();
    expect(await readFrom()).toBe(2);
  });

  it('asks for the generation in use once each time, behind what it reads', async () => {
    const used: string[] = [];
    const counted = new ReadModel(intercepted(documents, async (collection) => void used.push(collection)));
    await counted.read(({ deploys }) => deploys.get('d1'));
    used.length = 0;
    await counted.read(({ deploys }) => deploys.get('d1'));
    expect(used).toEqual(['deploys-g1', generationPointers.name]);
  });

  it('fails when it fails for another reason', async () => {
    const failing = readModel.read(async () => Promise.reject(new Error('no answer')));
    await expect(failing).rejects.toThrow('no answer');
  });
});

describe('Generations', () => {
  const generationsLeft = async () => {
    const names = (await documents.list()).map((name) => /-g(\d+)$/.exec(name)?.[1]);
    return [...new Set(names.filter((number) => number !== undefined).map(Number))].sort();
  };

  it('are dropped once they are neither read nor built', async () => {
    await beginBuilding(2);
    await beginBuilding(3);
    await readModel.dropUnused();
    expect(await generationsLeft()).toEqual([1, 3]);
    await changeOver(3);
    await readModel.dropUnused();
    expect(await generationsLeft()).toEqual([3]);
  });

  it('are not dropped before they are pointed at: somebody may be about to build them', async () => {
    await readModel.provision(2);
    await readModel.dropUnused();
    expect(await generationsLeft()).toEqual([1, 2]);
  });

  it('have numbers that are remembered, also of those that were given up', async () => {
    await beginBuilding(2);
    await readModel.point(await readModel.pointer(), { active: 1, building: null });
    expect(await readModel.pointer()).toMatchObject({ active: 1, building: null, latest: 2 });
  });

  it('are all that is dropped: what others keep stays, however it is named', async () => {
    const foreign = ['builds-deploys-g1', 'deploys-gone', 'deploys-g1-archive', 'looks-g'].map((name) => ({
      name,
      indexes: [],
    }));
    await documents.provision(foreign);
    await beginBuilding();
    await changeOver();
    await readModel.dropUnused();
    const kept = [generationPointers, ...foreign, ...definitionsOf(2)].map(({ name }) => name);
    expect([...(await documents.list())].sort()).toEqual(kept.sort());
  });

  it('have the same collections in every process that asks for them', () => {
    expect(readModel.generation(4)).toBe(readModel.generation(4));
    expect(readModel.generation(4)).not.toBe(readModel.generation(5));
  });

  it('do not share a collection', () => {
    const names = [1, 2, 12].flatMap((number) => definitionsOf(number).map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
  });
});
