import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { EventStoreUnusable } from '../errors.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { lockFile } from './file-lock.js';

const HOLD = `
  const { DatabaseSync } = require('node:sqlite');
  new DatabaseSync(process.argv[1]).exec('BEGIN EXCLUSIVE');
  console.log('held');
  setInterval(() => undefined, 1000);
`;

describe('The lock of a file', () => {
  const inFolder = temporaryFolder();

  it('is held by one at a time and says what to do', () => {
    const file = inFolder('one.db');
    const lock = lockFile(file);

    expect(() => lockFile(file)).toThrow(EventStoreUnusable);
    expect(() => lockFile(file)).toThrow(
      `${file} is in use by another process. Stop that process, or give this one a data directory of its own.`,
    );
    lock.release();
  });

  it('can be taken again once it is released', () => {
    const file = inFolder('two.db');
    lockFile(file).release();

    expect(() => lockFile(file).release()).not.toThrow();
  });

  it('keeps other processes out, and is free again when the holder is killed', async () => {
    const file = inFolder('three.db');
    const holder = spawn(process.execPath, ['-e', HOLD, `${file}.lock`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const gone = once(holder, 'exit');
    try {
      await once(holder.stdout, 'data');
      expect(() => lockFile(file)).toThrow(expect.objectContaining({ code: 'event-store-in-use' }) as Error);
    } finally {
      holder.kill('SIGKILL');
      await gone;
    }
    expect(() => lockFile(file).release()).not.toThrow();
  });

  it('leaves the file itself to readers', () => {
    const file = inFolder('four.db');
    const writer = new DatabaseSync(file);
    writer.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (7)');
    const lock = lockFile(file);

    const reader = new DatabaseSync(file, { readOnly: true });
    expect(reader.prepare('SELECT a FROM t').get()).toMatchObject({ a: 7 });
    reader.close();
    writer.close();
    lock.release();
  });

  it('does not hide another error behind a lock', () => {
    expect(() => lockFile(inFolder('missing', 'five.db'))).toThrow(/unable to open/);
  });
});
