import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { openDatabase } from './database.js';

/** SQLite docs: PRAGMA synchronous; 2 is FULL. */
const FULL = 2;

describe('Opening the database', () => {
  const inFolder = temporaryFolder();

  it('logs ahead and syncs the disk at every commit', () => {
    const database = openDatabase(inFolder('one.db'));
    const value = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

    expect(value('journal_mode')).toBe('wal');
    expect(value('synchronous')).toBe(FULL);
    expect(value('busy_timeout')).toBeGreaterThan(0);
    database.close();
  });

  it('leaves a database of something else as it is', () => {
    const file = inFolder('two.db');
    const foreign = new DatabaseSync(file);
    foreign.exec('CREATE TABLE somebody (elses TEXT)');
    foreign.close();
    const before = readFileSync(file);

    expect(() => openDatabase(file)).toThrow(/not an event store/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('refuses a file that is no database', () => {
    const file = inFolder('three.db');
    writeFileSync(file, 'Some text that is certainly no database. '.repeat(100));

    expect(() => openDatabase(file)).toThrow(/not a database/);
  });
});
