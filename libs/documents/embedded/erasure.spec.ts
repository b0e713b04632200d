import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { jest } from '@jest/globals';
import type { Collection, Documents } from '../port.js';
import { Erasure } from './erasure.js';
import { GroupCommit } from './group-commit.js';
import { openEmbeddedDocuments } from './open-embedded-documents.js';

interface Sealed {
  readonly id: string;
  readonly connection: string;
  readonly label: string;
  readonly ciphertext: string;
}

const definition = {
  name: 'sealed',
  indexes: [{ fields: ['connection', 'label'] }, { fields: ['label'], unique: true }],
};
const mark = /MARK\d{6}/g;

/** Numbers from 0 to 1 that come out the same for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
}

function sealed(number: number, length: number): Sealed {
  const marked = `MARK${String(number).padStart(6, '0')}`;
  return { id: `${marked}-id`, connection: marked, label: marked, ciphertext: marked + 'x'.repeat(length) };
}

describe('Removing documents for good', () => {
  let folder: string;
  let documents: Documents;
  let collection: Collection<Sealed>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-'));
    documents = await openEmbeddedDocuments({ file: join(folder, 'documents.db') });
    await documents.provision([definition]);
    collection = documents.collection<Sealed>(definition);
  });

  afterEach(async () => {
    await documents.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Marks that any file of the folder holds, in whatever page. */
  function marksInFiles(): Set<string> {
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    return new Set(files.flatMap((content) => content.match(mark) ?? []));
  }

  it('leaves nothing of a document in any file, index and log included', async () => {
    await collection.put([sealed(1, 10), sealed(2, 10)]);
    expect(marksInFiles()).toEqual(new Set(['MARK000001', 'MARK000002']));

    await collection.remove(['MARK000001-id']);
    expect(marksInFiles()).toEqual(new Set(['MARK000002']));
  });

  it('leaves nothing of a document that was larger than many pages', async () => {
    await collection.put([sealed(1, 100_000), { ...sealed(2, 0), ciphertext: 'MARK000003'.repeat(10_000) }]);
    await collection.remove(['MARK000002-id']);
    expect(marksInFiles()).toEqual(new Set(['MARK000001']));
  });

  it('leaves nothing of earlier versions of a document', async () => {
    await collection.put([sealed(1, 500)]);
    await collection.put([{ ...sealed(1, 2000), label: 'MARK000007' }]);
    await collection.put([{ ...sealed(1, 10), ciphertext: 'MARK000008' }]);
    await collection.remove(['MARK000001-id']);
    expect(marksInFiles()).toEqual(new Set());
  });

  it.each([1, 2, 3])(
    'leaves no copy where pages were split and merged on the way (history %i)',
    async (seed) => {
      const next = random(seed);
      const numbers = Array.from({ length: 2000 }, (_, number) => number).sort(() => next() - 0.5);
      for (let at = 0; at < numbers.length; at += 200) {
        await collection.put(numbers.slice(at, at + 200).map((number) => sealed(number, next() * 600)));
        const rewritten = numbers.slice(0, at + 200).filter(() => next() < 0.1);
        await collection.put(rewritten.map((number) => sealed(number, next() * 1200)));
      }

      const left = new Set(numbers.map((number) => sealed(number, 0).label));
      for (let at = 0; at < 400; at += 100) {
        const removed = numbers.slice(at, at + 100).map((number) => sealed(number, 0));
        await collection.remove(removed.map(({ id }) => id));
        for (const { label } of removed) left.delete(label);
        expect(marksInFiles()).toEqual(left);
      }
      expect(await collection.count({})).toBe(1600);
      expect((await collection.find({ where: { label: [...left][0] ?? '' } })).length).toBe(1);
    },
  );

  it('leaves nothing of a collection that is dropped', async () => {
    await collection.put(Array.from({ length: 500 }, (_, number) => sealed(number, 300)));
    await documents.drop(definition.name);
    expect(marksInFiles()).toEqual(new Set());
  });

  it('keeps what stays as it was, in the table and in its indexes', async () => {
    const all = Array.from({ length: 50 }, (_, number) => sealed(number, 50));
    await collection.put(all);
    await collection.remove(all.slice(0, 25).map(({ id }) => id));

    expect(await collection.find({ where: {} })).toEqual(all.slice(25));
    for (const document of all.slice(25)) {
      expect(await collection.find({ where: { connection: document.connection } })).toEqual([document]);
    }
    await expect(collection.put([{ ...sealed(26, 1), id: 'another' }])).rejects.toMatchObject({
      code: 'duplicate-key',
    });
  });

  it('is not blocked by a removal that failed', async () => {
    await collection.put([sealed(1, 10)]);
    const outcomes = await Promise.allSettled([
      documents.drop(definition.name),
      collection.remove(['MARK000001-id']),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);

    await documents.provision([definition]);
    await collection.put([sealed(2, 10)]);
    await collection.remove(['MARK000002-id']);
    expect(marksInFiles()).toEqual(new Set());
  });
});

describe('The erasure of rows', () => {
  let database: DatabaseSync;
  let groupCommit: GroupCommit;
  let erasure: Erasure;

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE words (id TEXT PRIMARY KEY)');
    for (let number = 0; number < 10; number += 1) database.exec(`INSERT INTO words VALUES ('${number}')`);
    groupCommit = new GroupCommit(database);
    erasure = new Erasure(database, groupCommit, 'words');
  });

  afterEach(() => {
    jest.restoreAllMocks();
    database.close();
  });

  const left = () => database.prepare('SELECT count(*) AS rows FROM words').get()?.['rows'];

  it('writes the table anew once for removals that come together', async () => {
    const erase = jest.spyOn(groupCommit, 'erase');
    await Promise.all(['0', '1', '2'].map((id) => erasure.remove([id])));
    expect(erase).toHaveBeenCalledTimes(1);
    expect(left()).toBe(7);
  });

  it('gathers what comes while it works', async () => {
    const erase = jest.spyOn(groupCommit, 'erase');
    const first = erasure.remove(['0']);
    await Promise.resolve();
    const others = ['1', '2', '3'].map((id) => erasure.remove([id]));
    await Promise.all([first, ...others]);
    expect(erase).toHaveBeenCalledTimes(2);
    expect(left()).toBe(6);
  });

  it('rejects all that share an erasure which fails, and works on', async () => {
    const failing = jest.spyOn(groupCommit, 'erase').mockRejectedValueOnce(new Error('the disk is full'));
    const outcomes = await Promise.allSettled([erasure.remove(['0']), erasure.remove(['1'])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(left()).toBe(10);

    failing.mockRestore();
    await erasure.remove(['0']);
    expect(left()).toBe(9);
  });

  it('does not write a table anew from which nothing is removed', async () => {
    const exec = jest.spyOn(database, 'exec');
    await erasure.remove(['unknown']);
    expect(exec.mock.calls.flat().join()).not.toContain('kept');
  });

  it('finishes at once when nothing waits', async () => {
    await expect(erasure.finish()).resolves.toBeUndefined();
  });

  describe('after one that took long', () => {
    beforeEach(async () => {
      let now = 0;
      jest.spyOn(performance, 'now').mockImplementation(() => now);
      const erase = groupCommit.erase.bind(groupCommit);
      jest.spyOn(groupCommit, 'erase').mockImplementation(async (work) => {
        now += 1_000_000;
        return erase(work);
      });
      await erasure.remove(['0']);
    });

    it('rests, so that others get their turn', async () => {
      const next = erasure.remove(['1']);
      for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
      expect(left()).toBe(9);

      await erasure.finish();
      await next;
    });

    it('does not rest for longer than a second', async () => {
      await erasure.remove(['1']);
      expect(left()).toBe(8);
    });

    it('has finished what waits when it is told to finish, without resting', async () => {
      const removals = [erasure.remove(['1']), erasure.remove(['2'])];
      await erasure.finish();
      expect(left()).toBe(7);
      await Promise.all(removals);
    });
  });
});
