import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { BusInUse } from '../errors.js';
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.js';
import { openDatabase } from './database.js';

const holdFile = `
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync(process.argv[1]);
  database.exec('BEGIN IMMEDIATE');
  process.stdout.write('held');
  process.stdin.resume();
`;

describe('The file of the embedded bus', () => {
  let folder: TemporaryFolder;
  let holder: ChildProcess | undefined;

  beforeEach(async () => {
    folder = await makeTemporaryFolder();
  });

  afterEach(async () => {
    if (holder?.exitCode === null && holder.kill('SIGKILL')) await once(holder, 'exit');
    holder = undefined;
    await folder.remove();
  });

  it('is made with its folder, and commits reach the disk before they return', () => {
    const database = openDatabase(folder.file('new/deep/bus.db'));
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    database.close();
    expect(existsSync(folder.file('new/deep/bus.db'))).toBe(true);
  });

  it('can be opened again once it is closed', () => {
    openDatabase(folder.file('bus.db')).close();
    openDatabase(folder.file('bus.db')).close();
  });

  it('is for one connection: a second one is refused with a sentence that says what to do', () => {
    const file = folder.file('bus.db');
    const first = openDatabase(file);
    const second = () => openDatabase(file);
    expect(second).toThrow(BusInUse);
    expect(second).toThrow(`${file} is held by another process. Stop it, or give this one a data directory`);
    first.close();
  });

  it('is refused while another process holds it for writing, and free once that is gone', async () => {
    const file = folder.file('bus.db');
    openDatabase(file).close();
    holder = spawn(process.execPath, ['--no-warnings', '-e', holdFile, file], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    await once(holder.stdout as NonNullable<ChildProcess['stdout']>, 'data');
    expect(() => openDatabase(file)).toThrow(BusInUse);

    holder.kill('SIGKILL');
    await once(holder, 'exit');
    openDatabase(file).close();
  });

  it('says plainly when it is something else than a database', async () => {
    const file = folder.file('notes.txt');
    await writeFile(
      file,
      'This is a text, and long enough not to be taken for an empty database file.'.repeat(20),
    );
    expect(() => openDatabase(file)).toThrow('file is not a database');
  });
});
