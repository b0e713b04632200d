import { acme } from '#libs/contracts/testing';
import { openEmbeddedDocuments, type Documents } from '#libs/documents';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definitionsOf, type DeployDocument } from './collections.js';
import { generationPointers, ReadModel } from './read-model.js';

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
  expect(await readModel.point(before, { active: before.active, building: number })).toBe(true);
}

describe('The read model', () => {
  it('begins with generation 1, which is read and written', async () => {
    expect((await readModel.reader()).number).toBe(1);
    expect((await readModel.writers()).map(({ number }) => number)).toEqual([1]);
  });

  it('writes also to a generation that is being built, and reads the other', async () => {
    await beginBuilding();
    expect((await readModel.reader()).number).toBe(1);
    expect((await readModel.writers()).map(({ number }) => number)).toEqual([1, 2]);
    await readModel.write(({ deploys }) => deploys.put([aDeploy('d1')]));
    for (const number of [1, 2]) expect(await readModel.generation(number).deploys.get('d1')).toBeDefined();
  });

  it('changes over when it is told to', async () => {
    await beginBuilding();
    await readModel.point(await readModel.pointer(), { active: 2, building: null });
    expect((await readModel.reader()).number).toBe(2);
    expect((await readModel.writers()).map(({ number }) => number)).toEqual([2]);
  });

  it('is at the same place for every process', async () => {
    await beginBuilding();
    expect(await new ReadModel(documents).pointer()).toMatchObject({ active: 1, building: 2 });
  });

  it('is moved on by one process only', async () => {
    const before = await readModel.pointer();
    const other = new ReadModel(documents);
    expect(await other.point(before, { active: 1, building: 2 })).toBe(true);
    expect(await readModel.point(before, { active: 1, building: 3 })).toBe(false);
    const now = await readModel.pointer();
    expect(now.building).toBe(2);
    expect(await other.point(now, { active: 2, building: null })).toBe(true);
    expect(await readModel.point(now, { active: 1, building: null })).toBe(false);
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

  it('goes to each generation once', async () => {
    await beginBuilding();
    const written: number[] = [];
    await readModel.write(async ({ number }) => void written.push(number));
    expect(written.sort()).toEqual([1, 2]);
  });

  it('fails when it fails for one of them', async () => {
    await beginBuilding();
    const failing = readModel.write(async ({ number }) => {
      if (number === 2) throw new Error('no room');
    });
    await expect(failing).rejects.toThrow('no room');
  });
});

describe('Generations', () => {
  it('are dropped but for those that are kept', async () => {
    await readModel.provision(2);
    await readModel.provision(13);
    await readModel.dropOthers(2);
    const names = await documents.list();
    expect(names.filter((name) => /-g\d+$/.test(name)).sort()).toEqual(
      definitionsOf(2)
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('are all that is dropped: what others keep stays, however it is named', async () => {
    const foreign = ['builds-deploys-g1', 'deploys-gone', 'deploys-g1-archive', 'looks-g'].map((name) => ({
      name,
      indexes: [],
    }));
    await documents.provision(foreign);
    await readModel.dropOthers();
    expect([...(await documents.list())].sort()).toEqual(
      [generationPointers.name, ...foreign.map(({ name }) => name)].sort(),
    );
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
