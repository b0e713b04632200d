import { setTimeout } from 'node:timers/promises';
import { jest } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { layoutOf } from './layout.js';
import { ProvisionedCollections } from './provisioned-collections.js';
import { ScriptedMongod, cursorOf, type Command } from './testing/scripted-mongod.js';

const builds = layoutOf({ name: 'builds', indexes: [{ fields: ['sha'] }] });
const unknown = { code: 'unknown-collection', collection: 'builds' };

describe('Collections that are used', () => {
  let indexes: readonly string[] | undefined;
  let connection: Connection;
  let provisioned: ProvisionedCollections;

  const server = new ScriptedMongod({ setName: 'rs0' }, (command) =>
    'listIndexes' in command ? listed() : { ok: 1 },
  );
  const looks = () => server.commands.filter((command) => 'listIndexes' in command).length;

  function listed(): Command {
    if (indexes === undefined) return { ok: 0, code: 26, errmsg: 'ns does not exist' };
    return cursorOf(...indexes.map((name) => ({ v: 2, key: { [name]: 1, _id: 1 }, name })));
  }

  beforeAll(async () => {
    connection = await mongoose.createConnection(await server.start()).asPromise();
  });

  afterAll(async () => {
    await connection.close(true);
    await server.stop();
  });

  beforeEach(() => {
    indexes = ['_id_', 'sha', 'somebody else made this'];
    server.commands.length = 0;
    if (!connection.db) throw new Error('The connection is not open.');
    provisioned = new ProvisionedCollections(connection.db, server.host);
  });

  it('are looked at once for many uses', async () => {
    await Promise.all(Array.from({ length: 20 }, () => provisioned.check(builds)));
    await provisioned.check(builds);
    expect(looks()).toBe(1);
  });

  it('are looked at for each set of declared indexes', async () => {
    await provisioned.check(builds);
    const more = layoutOf({ name: 'builds', indexes: [{ fields: ['sha'] }, { fields: ['state'] }] });
    await expect(provisioned.check(more)).rejects.toMatchObject(unknown);
    await expect(provisioned.check(builds)).resolves.toBeUndefined();
  });

  it.each([
    ['is not there', undefined],
    ['lacks an index, as one that MongoDB made when it was written to', ['_id_']],
  ])('are refused when one %s, and taken once it is', async (_name, there) => {
    indexes = there;
    await expect(provisioned.check(builds)).rejects.toMatchObject(unknown);
    await expect(provisioned.check(builds)).rejects.toMatchObject(unknown);
    indexes = ['_id_', 'sha'];
    await expect(provisioned.check(builds)).resolves.toBeUndefined();
  });

  it.each<[string, Command]>([
    ['has other fields', { name: 'sha', key: { sha: 1, state: 1 } }],
    ['has them in another order', { name: 'sha', key: { _id: 1, sha: 1 } }],
    ['is unique', { name: 'sha', key: { sha: 1, _id: 1 }, unique: true }],
  ])('are refused when an index only by its name is the declared one: it %s', async (_name, index) => {
    const script = server.script;
    server.script = (command) => ('listIndexes' in command ? cursorOf(index) : { ok: 1 });
    await expect(provisioned.check(builds)).rejects.toMatchObject(unknown);
    server.script = script;
  });

  it('are looked at again when it is said that they changed', async () => {
    await provisioned.check(builds);
    indexes = undefined;
    await provisioned.check(builds);
    provisioned.forget('somebody else');
    await provisioned.check(builds);
    provisioned.forget('builds');
    await expect(provisioned.check(builds)).rejects.toMatchObject(unknown);
  });

  it('are not taken for there by a look from before they changed', async () => {
    const before = provisioned.check(builds);
    provisioned.forget('builds');
    await before;
    indexes = undefined;
    await expect(provisioned.check(builds)).rejects.toMatchObject(unknown);
  });

  it('are looked at again after a while, since another process may have dropped them', async () => {
    await provisioned.check(builds);
    indexes = undefined;
    const seen: unknown[] = [];
    while (!seen.some((outcome) => outcome instanceof Error)) {
      await setTimeout(20);
      seen.push(await provisioned.check(builds).catch((error: unknown) => error));
    }
    expect(seen.at(-1)).toMatchObject(unknown);
  });

  describe('as time goes by', () => {
    let now: number;

    beforeEach(async () => {
      now = performance.now();
      jest.spyOn(performance, 'now').mockImplementation(() => now);
      await provisioned.check(builds);
    });

    afterEach(() => jest.restoreAllMocks());

    const refused = () =>
      provisioned.check(builds).then(
        () => false,
        (error: unknown) => error,
      );

    it('are looked at beside their use while the last look is good still', async () => {
      now += 600;
      indexes = undefined;
      await Promise.all(Array.from({ length: 20 }, () => provisioned.check(builds)));

      let refusal = await refused();
      while (refusal === false) {
        await setTimeout(5);
        refusal = await refused();
      }
      expect(refusal).toMatchObject(unknown);
      expect(looks()).toBe(3);
    });

    it('are waited for once the last look is a second ago', async () => {
      now += 1_000;
      indexes = undefined;
      await expect(provisioned.check(builds)).rejects.toMatchObject(unknown);
    });
  });
});
