import type { Documents } from '../port.js';
import { openMongoDocuments } from './open-mongo-documents.js';
import { cursorOf, ScriptedMongod, type Command } from './testing/scripted-mongod.js';

describe('Documents in MongoDB', () => {
  const server = new ScriptedMongod({ setName: 'rs0' });
  let documents: Documents;

  beforeAll(async () => {
    documents = await openMongoDocuments({ uri: await server.start() });
  });

  afterAll(async () => {
    await documents.close();
    await server.stop();
  });

  beforeEach(() => {
    server.commands.length = 0;
  });

  function says(name: string, answer: Command | undefined): void {
    server.script = (command) => (name in command ? answer : { ok: 1 });
  }

  it('lists no collections of the server itself', async () => {
    const names = ['builds', 'system.views', 'system.profile', 'deploys'];
    says('listCollections', cursorOf(...names.map((name) => ({ name, type: 'collection' }))));
    expect(await documents.list()).toEqual(['builds', 'deploys']);
  });

  it('drops none of them either', async () => {
    says('listCollections', cursorOf({ name: 'system.profile', type: 'collection' }));
    await documents.drop('system.profile');
    expect(server.commands.map((command) => Object.keys(command)[0])).not.toContain('drop');
  });

  it('says at once that the server does not answer a ping', async () => {
    says('ping', undefined);
    const began = performance.now();
    await expect(documents.ping()).rejects.toMatchObject({ code: 'documents-unreachable' });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('says when a server does not do what it is asked', async () => {
    says('ping', { ok: 0, code: 59, codeName: 'CommandNotFound', errmsg: 'private' });
    await expect(documents.ping()).rejects.toThrow(
      'MongoDB refuses what it was asked about itself: error 59',
    );
  });

  describe('being provisioned', () => {
    const builds = { name: 'builds', indexes: [{ fields: ['sha'] }, { fields: ['label'], unique: true }] };

    function has(indexes: readonly string[], answers: Readonly<Record<string, Command>> = {}): void {
      server.script = (command) => {
        const [name = ''] = Object.keys(command);
        if (name === 'listIndexes') return cursorOf(...indexes.map(indexCalled));
        return { ...(name === 'find' ? cursorOf() : { ok: 1 }), ...answers[name] };
      };
    }

    /** As a definition with that name makes it. */
    function indexCalled(name: string): Command {
      const field = name.replace(':unique', '');
      return name === field
        ? { name, key: { [field]: 1, _id: 1 } }
        : { name, key: { [field]: 1 }, unique: true };
    }

    const made = () =>
      server.commands.flatMap((command) => ('indexes' in command ? (command['indexes'] as Command[]) : []));

    it('makes just the indexes that are missing', async () => {
      has(['_id_', 'sha', 'made by an operator'], { create: { ok: 0, code: 48, errmsg: 'NamespaceExists' } });
      await documents.provision([builds]);
      expect(made().map(({ name }) => name)).toEqual(['label', 'label:unique']);
      expect(server.commands.some((command) => 'dropIndexes' in command)).toBe(false);
    });

    it('asks for no index when all are there', async () => {
      has(['_id_', 'sha', 'label', 'label:unique']);
      await documents.provision([builds]);
      expect(server.commands.some((command) => 'createIndexes' in command)).toBe(false);
    });

    it('drops what would refuse that which is allowed now, even if another was quicker', async () => {
      has(['_id_', 'sha', 'label', 'label:unique', 'old:unique', 'old'], {
        dropIndexes: { ok: 0, code: 27, errmsg: 'index not found with name [old:unique]' },
      });
      await documents.provision([builds]);
      const dropped = server.commands.filter((command) => 'dropIndexes' in command);
      expect(dropped).toEqual([expect.objectContaining({ dropIndexes: 'builds', index: 'old:unique' })]);
    });

    it.each([85, 86])('says what to do about an index in the place of another (%i)', async (code) => {
      const errmsg = 'Index already exists with a different name: by_sha';
      has(['_id_', 'by_sha'], { createIndexes: { ok: 0, code, errmsg } });
      await expect(documents.provision([builds])).rejects.toMatchObject({
        code: 'index-conflict',
        message: `An index of builds cannot be made: ${errmsg}. Drop the index that is there, then run the provisioning step again.`,
      });
    });

    it.each(['create', 'createIndexes', 'dropIndexes'])('fails when %s does', async (name) => {
      has(['_id_', 'old:unique'], { [name]: { ok: 0, code: 13, errmsg: 'not authorized' } });
      await expect(documents.provision([builds])).rejects.toMatchObject({ code: 'documents-unusable' });
    });
  });
});
