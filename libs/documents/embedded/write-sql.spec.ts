import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { provisionTable } from './schema.js';
import { tableOf } from './table.js';
import { insertSql, putNewerSql, putSql, type WriteSql } from './write-sql.js';

const table = tableOf({ name: 'builds', indexes: [{ fields: ['sha'] }, { fields: ['build.state', 'sha'] }] });
const bare = tableOf({ name: 'bare', indexes: [{ fields: ['id', 'revision'] }] });

describe('The statements that write a row', () => {
  let database: DatabaseSync;

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    for (const each of [table, bare]) provisionTable(database, each);
  });

  afterEach(() => database.close());

  /** Which of the statements wrote the row: 1, 2 or none. */
  function write(sql: WriteSql, ...row: SQLInputValue[]): number {
    return sql.findIndex((text) => database.prepare(text).run(...row).changes === 1) + 1;
  }

  const stored = () =>
    database
      .prepare('SELECT * FROM builds')
      .all()
      .map((row) => Object.values(row));

  it('write a new row at the first attempt', () => {
    expect(write(insertSql(table), 'a', 1, 'sha', 'passed', '{}')).toBe(1);
    expect(write(putSql(table), 'b', 1, null, null, '{}')).toBe(1);
    expect(write(putNewerSql(table), 'c', 1, 'sha', null, '{}')).toBe(1);
    expect(stored()).toHaveLength(3);
  });

  it('write a row whose indexed fields stay at the first attempt, null included', () => {
    write(putSql(table), 'a', 1, 'sha', null, 'old');
    expect(write(putSql(table), 'a', 2, 'sha', null, 'new')).toBe(1);
    expect(write(putNewerSql(table), 'a', 3, 'sha', null, 'newer')).toBe(1);
    expect(stored()).toEqual([['a', 3, 'sha', null, 'newer']]);
  });

  it('write a row whose indexed fields change at the second', () => {
    write(putSql(table), 'a', 1, 'sha', null, 'old');
    expect(write(putSql(table), 'a', 2, 'sha', 'passed', 'new')).toBe(2);
    expect(write(putNewerSql(table), 'a', 3, null, 'passed', 'newer')).toBe(2);
    expect(stored()).toEqual([['a', 3, null, 'passed', 'newer']]);
  });

  it.each([
    ['the same revision', 2],
    ['a lower revision', 1],
  ])('do not write %s where only newer is wanted, whether fields stay or change', (_name, revision) => {
    write(putSql(table), 'a', 2, 'sha', 'passed', 'old');
    expect(write(putNewerSql(table), 'a', revision, 'sha', 'passed', 'late')).toBe(0);
    expect(write(putNewerSql(table), 'a', revision, 'other', 'passed', 'late')).toBe(0);
    expect(write(insertSql(table), 'a', 9, 'other', 'passed', 'late')).toBe(0);
    expect(stored()).toEqual([['a', 2, 'sha', 'passed', 'old']]);
  });

  it('are one where there are no indexed fields', () => {
    expect([insertSql(bare), putSql(bare), putNewerSql(bare)].map((sql) => sql.length)).toEqual([1, 1, 1]);
    expect(write(putSql(bare), 'a', 1, '{}')).toBe(1);
    expect(write(putNewerSql(bare), 'a', 2, '{}')).toBe(1);
    expect(write(putNewerSql(bare), 'a', 2, '{}')).toBe(0);
  });
});
