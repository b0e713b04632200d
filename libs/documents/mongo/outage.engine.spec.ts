import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongo, type RunningMongo } from '../../../test/engines/index.js';
import type { Collection, Documents } from '../port.js';
import { openMongoDocuments } from './open-mongo-documents.js';

interface Fact {
  readonly id: string;
  readonly revision: number;
  readonly sha: string;
}

const facts = { name: 'facts', indexes: [{ fields: ['sha'] }] };
const unreachable = { code: 'documents-unreachable' };

describe('Documents whose MongoDB goes away and comes back', () => {
  let folder: string;
  let mongo: RunningMongo;
  let documents: Documents;
  let collection: Collection<Fact>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-outage-'));
    mongo = await startMongo({ folder });
    documents = await openMongoDocuments({ uri: mongo.uri });
    await documents.provision([facts]);
    collection = documents.collection(facts);
  });

  afterAll(async () => {
    await documents.close();
    await mongo.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const batch = (first: number): Fact[] =>
    Array.from({ length: 50 }, (_, index) => ({ id: `fact ${first + index}`, revision: 1, sha: `${index}` }));

  it('lose nothing that was acknowledged before it was killed, and work on with the same handle', async () => {
    const acknowledged: string[] = [];
    const writing = (async () => {
      for (let first = 0; ; first += 50) {
        await collection.insertMissing(batch(first));
        acknowledged.push(...batch(first).map(({ id }) => id));
      }
    })();
    const failed = writing.catch((error: unknown) => error);
    while (acknowledged.length < 500) await documents.ping();
    await mongo.kill('SIGKILL');

    expect(await failed).toMatchObject(unreachable);
    await expect(collection.get('fact 0')).rejects.toMatchObject(unreachable);
    await expect(documents.ping()).rejects.toMatchObject(unreachable);

    await mongo.restart();
    const there = await collection.getMany(acknowledged);
    expect(there.map(({ id }) => id)).toEqual(acknowledged);
    await collection.putNewer([{ id: 'after', revision: 1, sha: '1' }]);
    expect(await collection.count({ id: 'after' })).toBe(1);
  });

  it('answer a ping in time while it hangs, and work once it goes on', async () => {
    await documents.ping();
    process.kill(mongo.pid, 'SIGSTOP');
    try {
      const began = performance.now();
      await expect(documents.ping()).rejects.toMatchObject(unreachable);
      expect(performance.now() - began).toBeLessThan(6_000);
    } finally {
      process.kill(mongo.pid, 'SIGCONT');
    }
    expect(await collection.insertMissing([{ id: 'later', revision: 1, sha: '1' }])).toEqual(['later']);
  });

  it('can be closed while it is away', async () => {
    const others = await openMongoDocuments({ uri: mongo.uri });
    await mongo.kill('SIGKILL');
    await others.close();
    await expect(others.ping()).rejects.toThrow();
    await mongo.restart();
    await documents.ping();
  });
});
