import { inspect } from 'node:util';
import type { Collection, Documents } from '../port.js';
import { openMongoDocuments } from './open-mongo-documents.js';
import { cursorOf, ScriptedMongod, type Command } from './testing/scripted-mongod.js';

interface Build {
  readonly id: string;
  readonly revision: number;
  readonly sha: string;
}

const build = (id: string, revision = 1): Build => ({ id, revision, sha: 'private sha' });
const sameId = (index: number): Command => ({
  index,
  code: 11000,
  errmsg: 'E11000 duplicate key error collection: scripted.builds index: _id_ dup key: { _id: "a" }',
});

/** What a real server says too seldom to be waited for. */
describe('A collection of MongoDB', () => {
  const server = new ScriptedMongod({ setName: 'rs0' });
  let documents: Documents;
  let builds: Collection<Build>;

  /** Answers of each command's name in their order, the last one again and again. */
  function says(answers: Readonly<Record<string, readonly Command[]>>): void {
    const left = new Map(Object.entries(answers).map(([name, list]) => [name, [...list]]));
    server.script = (command) => {
      const [name = ''] = Object.keys(command);
      if (name === 'listIndexes') return cursorOf({ name: 'sha', key: { sha: 1, _id: 1 } });
      const answer = (left.get(name)?.length ?? 0) > 1 ? left.get(name)?.shift() : left.get(name)?.[0];
      return { ok: 1, ...answer };
    };
  }

  const sent = (name: string) => server.commands.filter((command) => name in command);

  beforeAll(async () => {
    const weak =
      'w=1&journal=false&j=false&wtimeoutMS=0&readConcernLevel=local&readPreference=secondary&retryWrites=false';
    documents = await openMongoDocuments({ uri: `${await server.start()}?${weak}` });
    builds = documents.collection<Build>({ name: 'builds', indexes: [{ fields: ['sha'] }] });
  });

  afterAll(async () => {
    await documents.close();
    await server.stop();
  });

  beforeEach(() => {
    server.commands.length = 0;
    says({ find: [cursorOf()], aggregate: [cursorOf({ n: 3 })] });
  });

  const safely = { writeConcern: { w: 'majority', j: true, wtimeout: 5_000 } };

  it.each<[string, string, () => Promise<unknown>]>([
    ['insertMissing', 'insert', () => builds.insertMissing([build('a')])],
    ['put', 'update', () => builds.put([build('a')])],
    ['putNewer', 'insert', () => builds.putNewer([build('a')])],
    ['replace', 'update', () => builds.replace(build('a', 2), 1)],
    ['remove', 'delete', () => builds.remove(['a'])],
  ])('lets %s wait for a majority, whatever the connection string says', async (_name, command, write) => {
    await write();
    expect(sent(command)).toEqual([expect.objectContaining(safely)]);
    expect(sent(command)[0]).toHaveProperty('txnNumber');
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['get', 'find', () => builds.get('a')],
    ['getMany', 'find', () => builds.getMany(['a'])],
    ['find', 'find', () => builds.find({ where: { sha: '1' } })],
    ['count', 'aggregate', () => builds.count({ sha: '1' })],
  ])('lets %s read what a majority has, and not for ever', async (_name, command, read) => {
    await read();
    expect(sent(command)).toEqual([
      expect.objectContaining({ readConcern: { level: 'majority' }, maxTimeMS: 15_000 }),
    ]);
    expect(sent(command)[0]?.['$readPreference'] ?? { mode: 'primary' }).toEqual({ mode: 'primary' });
  });

  it('writes again what lost a race for its id, and nothing else', async () => {
    says({
      update: [
        { n: 1, nModified: 0, writeErrors: [sameId(1)] },
        { n: 1, nModified: 1 },
      ],
    });
    await builds.put([build('a'), build('b')]);

    const ids = sent('update').map(({ updates }) =>
      (updates as { q: { _id: string } }[]).map(({ q }) => q._id),
    );
    expect(ids).toEqual([['a', 'b'], ['b']]);
  });

  it('says so when it loses every race', async () => {
    says({ update: [{ n: 0, nModified: 0, writeErrors: [sameId(0)] }] });
    await expect(builds.put([build('a')])).rejects.toMatchObject({ code: 'documents-unreachable' });
    expect(sent('update')).toHaveLength(4);
  });

  it('takes a newer document for stale once its guard says so each time', async () => {
    says({
      find: [cursorOf({ _id: 'a', revision: 1 })],
      update: [{ n: 0, nModified: 0, writeErrors: [sameId(0)] }],
    });
    expect(await builds.putNewer([build('a', 2)])).toEqual([]);
  });

  it('guards a newer document that was inserted by another meanwhile', async () => {
    says({
      find: [cursorOf()],
      insert: [{ n: 0, writeErrors: [sameId(0)] }],
      update: [{ n: 1, nModified: 1 }],
    });
    expect(await builds.putNewer([build('a', 2)])).toEqual(['a']);
    expect(sent('update')).toMatchObject([
      { updates: [{ q: { _id: 'a', revision: { $not: { $gte: 2 } } }, upsert: true }] },
    ]);
  });

  it('sends nothing of what is stale already', async () => {
    says({ find: [cursorOf({ _id: 'a', revision: 2 }, { _id: 'b' }, { _id: 'c', revision: 'text' })] });
    expect(await builds.putNewer([build('a', 2), build('b', 0), build('c', 0)])).toEqual(['b', 'c']);
    expect(sent('update').flatMap(({ updates }) => updates)).toHaveLength(2);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['insertMissing', () => builds.insertMissing([build('a'), build('b')])],
    ['put', () => builds.put([build('a'), build('b')])],
    ['putNewer', () => builds.putNewer([build('a'), build('b')])],
    ['replace', () => builds.replace(build('a'), undefined)],
    ['remove', () => builds.remove(['a', 'b'])],
  ])('swallows no write that failed in %s, and shows no document', async (_name, write) => {
    const failed = { n: 1, writeErrors: [sameId(0), { index: 0, code: 121, errmsg: 'private sha' }] };
    says({ find: [cursorOf()], insert: [failed], update: [failed], delete: [failed] });

    const error: unknown = await write().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'documents-refused', collection: 'builds' });
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('private sha');
  });

  it.each<[string, Command]>([
    ['alone', { n: 1 }],
    ['beside a document that is there', { n: 0, writeErrors: [sameId(0)] }],
  ])('takes no write for written that a majority does not have, %s', async (_name, answer) => {
    const late = { code: 64, codeName: 'WriteConcernTimeout', errmsg: 'waiting for replication timed out' };
    says({ insert: [{ ...answer, writeConcernError: late }] });
    await expect(builds.insertMissing([build('a')])).rejects.toMatchObject({ code: 'documents-unreachable' });
  });

  it.each<[string, Command, string]>([
    [
      'takes too long',
      { ok: 0, code: 50, codeName: 'MaxTimeMSExpired', errmsg: 'private sha' },
      'documents-unreachable',
    ],
    [
      'is about no collection',
      { ok: 0, code: 26, codeName: 'NamespaceNotFound', errmsg: '' },
      'unknown-collection',
    ],
  ])('says when a question %s', async (_name, answer, code) => {
    says({ find: [answer], aggregate: [answer] });
    await expect(builds.find({ where: {} })).rejects.toMatchObject({ code });
    await expect(builds.count({})).rejects.toMatchObject({ code });
    await expect(builds.find({ where: {} })).rejects.not.toThrow('private sha');
  });

  it('asks for many ids in questions that are not too large', async () => {
    const ids = Array.from({ length: 25_000 }, (_, index) => `build ${index}`);
    await builds.getMany(ids);
    const asked = sent('find').map(({ filter }) => (filter as { _id: { $in: string[] } })._id.$in);
    expect(asked.map((some) => some.length)).toEqual([10_000, 10_000, 5_000]);
    expect(asked.flat()).toEqual(ids);
  });

  it('asks nothing for nothing', async () => {
    await builds.insertMissing([]);
    await builds.put([]);
    await builds.putNewer([]);
    await builds.remove([]);
    await builds.getMany([]);
    expect(await builds.find({ where: {}, limit: 0 })).toEqual([]);
    expect(server.commands.filter((command) => !('listIndexes' in command))).toEqual([]);
  });

  it('refuses a document that is larger than MongoDB takes', async () => {
    const large = { ...build('a'), sha: 'x'.repeat(16_777_216) };
    await expect(builds.put([large])).rejects.toMatchObject({
      code: 'documents-refused',
      message: expect.stringContaining('larger than the maximum size') as string,
    });
  });
});
