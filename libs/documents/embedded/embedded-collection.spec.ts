import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Collection, Documents } from '../port.js';
import { temporaryDocuments } from '../testing/index.js';
import { EmbeddedDocuments } from './embedded-documents.js';

interface Deploy {
  readonly id: string;
  readonly revision?: number;
  readonly sha: string;
}

const definition = { name: 'deploys', indexes: [{ fields: ['sha'], unique: true }] };

describe('A collection of the embedded engine', () => {
  const open = temporaryDocuments([definition]);
  let documents: Documents;
  let deploys: Collection<Deploy>;

  beforeEach(async () => {
    documents = open();
    deploys = documents.collection<Deploy>(definition);
    await documents.drop(definition.name);
    await documents.provision([definition]);
  });

  it('writes all documents of a call or none', async () => {
    await deploys.put([{ id: 'a', sha: '1' }]);
    await expect(
      deploys.put([
        { id: 'b', sha: '2' },
        { id: 'c', sha: '1' },
      ]),
    ).rejects.toMatchObject({ code: 'duplicate-key' });
    expect(await deploys.count({})).toBe(1);
  });

  it('takes a document without revision for older than any', async () => {
    await deploys.put([{ id: 'a', sha: '1' }]);
    expect(await deploys.putNewer([{ id: 'a', revision: 0, sha: '2' }])).toEqual(['a']);
    expect(await deploys.replace({ id: 'a', revision: 2, sha: '3' }, 0)).toBe(true);
  });

  it('shows what was written to every handle', async () => {
    await deploys.put([{ id: 'a', sha: '1' }]);
    expect(await documents.collection<Deploy>(definition).get('a')).toEqual({ id: 'a', sha: '1' });
  });

  it('works on with the same handle after the collection was dropped and made again', async () => {
    await deploys.put([{ id: 'a', sha: '1' }]);
    await documents.drop(definition.name);
    await expect(deploys.get('a')).rejects.toMatchObject({ code: 'unknown-collection' });

    await documents.provision([definition]);
    expect(await deploys.get('a')).toBeUndefined();
    await deploys.put([{ id: 'a', sha: '2' }]);
    expect(await deploys.get('a')).toEqual({ id: 'a', sha: '2' });
  });

  it('refuses a handle whose indexes are not those of the collection any more', async () => {
    const changed = { name: definition.name, indexes: [{ fields: ['sha'] }] };
    await documents.provision([changed]);
    await expect(deploys.put([{ id: 'a', sha: '1' }])).rejects.toMatchObject({ code: 'unknown-collection' });

    await documents.collection<Deploy>(changed).put([
      { id: 'a', sha: '1' },
      { id: 'b', sha: '1' },
    ]);
    expect(await documents.collection<Deploy>(changed).count({ sha: '1' })).toBe(2);
  });

  it('stores a secret as what it shows of itself', async () => {
    const secret = { toJSON: () => '[secret]' };
    await deploys.put([{ id: 'a', sha: '1', token: secret } as Deploy]);
    expect(await deploys.get('a')).toEqual({ id: 'a', sha: '1', token: '[secret]' });
  });
});

describe('A removal that was committed while the log could not be emptied', () => {
  it('is made good by repeating it, although the documents are gone already', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'documents-'));
    const file = join(folder, 'shared.db');
    const database = new DatabaseSync(file, { timeout: 0 });
    database.exec('PRAGMA journal_mode = WAL');
    const documents = new EmbeddedDocuments(database);
    await documents.provision([definition]);
    const deploys = documents.collection<Deploy>(definition);
    await deploys.put([{ id: 'a', sha: '1' }]);

    const reader = new DatabaseSync(file);
    reader.exec('BEGIN');
    reader.prepare('SELECT * FROM deploys').all();
    await expect(deploys.remove(['a'])).rejects.toThrow('could not be emptied');
    await expect(deploys.remove(['a'])).rejects.toThrow('could not be emptied');
    expect(await deploys.get('a')).toBeUndefined();

    reader.close();
    await deploys.remove(['a']);
    expect(statSync(`${file}-wal`).size).toBe(0);
    await documents.close();
    await rm(folder, { recursive: true, force: true });
  });
});
