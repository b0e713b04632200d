import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { jest } from '@jest/globals';
import { GroupCommit } from './group-commit.js';

describe('Group commit', () => {
  let folder: string;
  let file: string;
  let database: DatabaseSync;
  let groupCommit: GroupCommit;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-'));
    file = join(folder, 'documents.db');
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('PRAGMA journal_mode = WAL; CREATE TABLE words (word TEXT PRIMARY KEY)');
    groupCommit = new GroupCommit(database);
  });

  afterEach(async () => {
    if (database.isOpen) database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const add = (word: string) => database.prepare('INSERT INTO words VALUES (?)').run(word).changes;
  const words = () =>
    database
      .prepare('SELECT word FROM words ORDER BY word')
      .all()
      .map(({ word }) => word);

  function commits(): () => number {
    const exec = jest.spyOn(database, 'exec');
    return () => exec.mock.calls.filter(([sql]) => sql === 'COMMIT').length;
  }

  it('resolves with what the write gave', async () => {
    expect(await groupCommit.write(() => add('one'))).toBe(1);
    expect(words()).toEqual(['one']);
  });

  it('commits writes of one turn once, those of another turn once more', async () => {
    const count = commits();
    const first = [1, 2, 3].map((number) => groupCommit.write(() => add(`first ${number}`)));
    await Promise.resolve();
    first.push(groupCommit.write(() => add('first 4')));
    await Promise.all(first);
    expect(count()).toBe(1);

    await Promise.all([5, 6].map((number) => groupCommit.write(() => add(`second ${number}`))));
    expect(count()).toBe(2);
    expect(words()).toHaveLength(6);
  });

  it('runs writes in the order in which they came', async () => {
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((number) => groupCommit.write(() => order.push(number))));
    expect(order).toEqual([1, 2, 3]);
  });

  it('has written nothing before the turn ends', async () => {
    const written = groupCommit.write(() => add('one'));
    expect(words()).toEqual([]);
    await written;
    expect(words()).toEqual(['one']);
  });

  it('keeps nothing of a write that fails and all of the others', async () => {
    const outcomes = await Promise.allSettled([
      groupCommit.write(() => add('before')),
      groupCommit.write(() => {
        add('half');
        throw new Error('no further');
      }),
      groupCommit.write(() => add('after')),
    ]);

    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { message: 'no further' } },
      { status: 'fulfilled' },
    ]);
    expect(words()).toEqual(['after', 'before']);
  });

  it('rejects every write of a turn whose transaction fails, and works on', async () => {
    database.exec('PRAGMA max_page_count = 10');
    const outcomes = await Promise.allSettled([
      groupCommit.write(() => add('small')),
      groupCommit.write(() => add('large'.repeat(20_000))),
    ]);
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { message: 'database or disk is full' } },
      { status: 'rejected', reason: { message: 'database or disk is full' } },
    ]);
    expect(words()).toEqual([]);

    await groupCommit.write(() => add('small'));
    expect(words()).toEqual(['small']);
  });

  it('rejects every write of a turn that cannot be committed, and works on', async () => {
    database.exec('CREATE TABLE letters (word TEXT REFERENCES words DEFERRABLE INITIALLY DEFERRED)');
    const outcomes = await Promise.allSettled([
      groupCommit.write(() => add('one')),
      groupCommit.write(() => database.exec(`INSERT INTO letters VALUES ('of no word')`)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);

    await groupCommit.write(() => add('two'));
    expect(words()).toEqual(['two']);
  });

  it('rejects when another connection holds the file, and works on', async () => {
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(groupCommit.write(() => add('one'))).rejects.toThrow('locked');

    other.exec('ROLLBACK');
    other.close();
    await groupCommit.write(() => add('two'));
    expect(words()).toEqual(['two']);
  });

  it('rejects when the file was closed', async () => {
    const written = groupCommit.write(() => add('one'));
    database.close();
    await expect(written).rejects.toThrow('not open');
  });

  it('commits at once when told to', async () => {
    const written = groupCommit.write(() => add('one'));
    groupCommit.flush();
    expect(words()).toEqual(['one']);
    await written;
    expect(words()).toEqual(['one']);
  });

  describe('of an erasure', () => {
    const logSize = () => (existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size : 0);
    const erase = () => groupCommit.erase(() => database.exec('DELETE FROM words'));

    beforeEach(() => groupCommit.write(() => add('secret')));

    it('leaves the log empty', async () => {
      expect(logSize()).toBeGreaterThan(0);
      await erase();
      expect(logSize()).toBe(0);
      expect(groupCommit.owesErasure).toBe(false);
    });

    it('empties the log for other writes too', async () => {
      await Promise.all([groupCommit.write(() => add('other')), erase()]);
      expect(logSize()).toBe(0);
    });

    it('leaves the log alone when the erasure itself fails', async () => {
      const failing = groupCommit.erase(() => {
        throw new Error('no table');
      });
      await expect(failing).rejects.toThrow('no table');
      expect(logSize()).toBeGreaterThan(0);
      expect(groupCommit.owesErasure).toBe(false);
    });

    it('rejects while the log cannot be emptied, and owes it until it can', async () => {
      const reader = new DatabaseSync(file);
      reader.exec('BEGIN; SELECT * FROM words');
      reader.prepare('SELECT * FROM words').all();

      const other = groupCommit.write(() => 'done');
      await expect(erase()).rejects.toThrow('could not be emptied');
      await expect(other).resolves.toBe('done');
      expect(groupCommit.owesErasure).toBe(true);

      reader.exec('COMMIT');
      reader.close();
      await erase();
      expect(groupCommit.owesErasure).toBe(false);
      expect(logSize()).toBe(0);
    });
  });
});
