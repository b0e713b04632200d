import { DatabaseSync } from 'node:sqlite';
import { DuplicateKey } from '../errors.js';
import { isBusy, sayingDuplicates } from './sqlite-errors.js';

describe('Errors of SQLite in the words of the port', () => {
  let database: DatabaseSync;

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    database.exec(`CREATE TABLE "my.deploys-1" (id TEXT PRIMARY KEY, "$.a", "$.b.c");
      CREATE UNIQUE INDEX pair ON "my.deploys-1" ("$.a", "$.b.c")`);
  });

  afterEach(() => database.close());

  const insert = (id: string) => database.exec(`INSERT INTO "my.deploys-1" VALUES ('${id}', 'value', 2)`);

  it('gives the fields of a broken unique index', () => {
    insert('one');
    expect(() => sayingDuplicates('my.deploys-1', () => insert('two'))).toThrow(
      new DuplicateKey('my.deploys-1', ['a', 'b.c']),
    );
  });

  it('gives the result of work that does not fail', () => {
    expect(sayingDuplicates('my.deploys-1', () => 7)).toBe(7);
  });

  it('leaves other errors as they are', () => {
    const error = new Error('UNIQUE constraint failed: of something else');
    const failing = () =>
      sayingDuplicates('my.deploys-1', () => {
        throw error;
      });
    expect(failing).toThrow(error);
    expect(() => sayingDuplicates('my.deploys-1', () => database.exec('nonsense'))).toThrow('syntax error');
  });

  it('does not take every failure for a busy file', () => {
    expect(isBusy(new Error('database is locked'))).toBe(false);
    expect(isBusy(undefined)).toBe(false);
    expect(isBusy({ errcode: 5, message: 'database is locked' })).toBe(true);
    expect(isBusy({ errcode: 13, message: 'database or disk is full' })).toBe(false);
  });
});
