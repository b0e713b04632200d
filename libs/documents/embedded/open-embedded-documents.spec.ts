import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Documents } from '../port.js';
import { openEmbeddedDocuments } from './open-embedded-documents.js';

const deploys = { name: 'deploys', indexes: [{ fields: ['organization'] }] } as const;

/** Opens the file as the engine does, says so and waits to be killed. */
const holder = `
  import { DatabaseSync } from 'node:sqlite';
  const database = new DatabaseSync(process.argv[1]);
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE; COMMIT');
  console.log('held');
  setInterval(() => {}, 1000);
`;

describe('Opening embedded documents', () => {
  let folder: string;
  let file: string;
  let open: Documents[];

  async function openFile(path = file): Promise<Documents> {
    const documents = await openEmbeddedDocuments({ file: path });
    open.push(documents);
    return documents;
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-'));
    file = join(folder, 'documents.db');
    open = [];
  });

  afterEach(async () => {
    for (const documents of open) await documents.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('makes the file and the folders above it', async () => {
    const path = join(folder, 'new', 'deeper', 'documents.db');
    await openFile(path);
    expect(existsSync(path)).toBe(true);
  });

  it('finds what was there before', async () => {
    const first = await openFile();
    await first.provision([deploys]);
    await first.collection(deploys).put([{ id: 'a' }]);
    await first.close();

    const second = await openFile();
    expect(await second.list()).toEqual(['deploys']);
    expect(await second.collection(deploys).get('a')).toEqual({ id: 'a' });
  });

  it('finds everything that was acknowledged before a crash', async () => {
    const crashing = await openFile();
    await crashing.provision([deploys]);
    for (let number = 0; number < 20; number += 1)
      await crashing.collection(deploys).put([{ id: `${number}` }]);
    const image = join(folder, 'image.db');
    for (const end of ['', '-wal']) cpSync(`${file}${end}`, `${image}${end}`);

    const restarted = await openFile(image);
    expect(await restarted.collection(deploys).count({})).toBe(20);
  });

  it('empties a log that a crash left, with what was removed in it', async () => {
    const crashing = await openFile();
    await crashing.provision([deploys]);
    await crashing.collection(deploys).put([{ id: 'a' }]);
    const image = join(folder, 'image.db');
    for (const end of ['', '-wal']) cpSync(`${file}${end}`, `${image}${end}`);
    expect(statSync(`${image}-wal`).size).toBeGreaterThan(0);

    await openFile(image);
    expect(statSync(`${image}-wal`).size).toBe(0);
  });

  it('refuses a file that this process has open already, and leaves it working', async () => {
    const first = await openFile();
    await expect(openFile()).rejects.toMatchObject({ code: 'documents-in-use', file });
    await expect(first.provision([deploys])).resolves.toBeUndefined();
  });

  it('opens a file again once it was closed', async () => {
    await (await openFile()).close();
    await expect((await openFile()).ping()).resolves.toBeUndefined();
  });

  it('writes what waits before it closes', async () => {
    const closing = await openFile();
    await closing.provision([deploys]);
    const collection = closing.collection(deploys);
    await collection.put([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    const writes = [collection.put([{ id: 'd' }]), collection.remove(['a']), collection.remove(['b'])];
    await closing.close();
    await Promise.all(writes);

    const reopened = await openFile();
    expect(await reopened.collection(deploys).find({ where: {} })).toEqual([{ id: 'c' }, { id: 'd' }]);
  });

  it('refuses to write after it was closed', async () => {
    const closed = await openFile();
    await closed.provision([deploys]);
    const collection = closed.collection(deploys);
    await closed.close();
    await expect(collection.put([{ id: 'a' }])).rejects.toThrow();
    await expect(collection.get('a')).rejects.toThrow();
  });

  it('says what is wrong with a file that is none of its own', async () => {
    await writeFile(file, 'this is not a database, and it is longer than its header would be'.repeat(100));
    await expect(openFile()).rejects.toThrow('file is not a database');
    expect(readFileSync(file, 'utf8')).toContain('this is not a database');
  });

  describe('while another process has the file open', () => {
    let other: ChildProcess;

    beforeEach(async () => {
      other = spawn(process.execPath, ['--input-type=module', '-e', holder, file], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      if (other.stdout) await once(other.stdout, 'data');
    });

    afterEach(async () => {
      if (other.exitCode !== null || other.signalCode !== null) return;
      other.kill('SIGKILL');
      await once(other, 'exit');
    });

    it('refuses it with the reason and what to do', async () => {
      await expect(openFile()).rejects.toMatchObject({
        name: 'DocumentsInUse',
        message: expect.stringMatching(/documents\.db are in use by another process\. Stop it/) as string,
      });
    });

    it('takes it over once that process was killed', async () => {
      other.kill('SIGKILL');
      await once(other, 'exit');
      await expect((await openFile()).ping()).resolves.toBeUndefined();
    });
  });
});
