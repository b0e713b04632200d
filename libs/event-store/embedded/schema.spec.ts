import { DatabaseSync } from 'node:sqlite';
import { prepareSchema } from './schema.js';

const FIRST = "CREATE TABLE events (a TEXT); INSERT INTO events VALUES ('kept')";
const SECOND = 'ALTER TABLE events ADD COLUMN b TEXT';

describe('The tables of the file', () => {
  let database: DatabaseSync;
  const value = (name: string) => database.prepare(`PRAGMA ${name}`).get()?.[name];
  const refusal = (code: string) => expect.objectContaining({ code }) as Error;

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
  });
  afterEach(() => database.close());

  it('are made in an empty file, which then carries its version', () => {
    prepareSchema(database, 'events.db');

    expect(database.prepare('SELECT count(*) AS events FROM events').get()).toMatchObject({ events: 0 });
    expect(value('user_version')).toBe(1);
  });

  it('stay as they are when the file is of this version', () => {
    prepareSchema(database, 'events.db', [FIRST]);
    prepareSchema(database, 'events.db', [FIRST]);

    expect(database.prepare('SELECT a FROM events').all()).toMatchObject([{ a: 'kept' }]);
  });

  it('are brought on from an older version, step by step, with all they hold', () => {
    prepareSchema(database, 'events.db', [FIRST]);
    prepareSchema(database, 'events.db', [FIRST, SECOND]);

    expect(database.prepare('SELECT a, b FROM events').all()).toMatchObject([{ a: 'kept', b: null }]);
    expect(value('user_version')).toBe(2);
  });

  it('stay at the old version as a whole when a step fails', () => {
    prepareSchema(database, 'events.db', [FIRST]);

    expect(() => prepareSchema(database, 'events.db', [FIRST, SECOND, 'garbage'])).toThrow(/garbage/);

    expect(value('user_version')).toBe(1);
    expect(database.prepare('SELECT * FROM events').all()).toMatchObject([{ a: 'kept' }]);
    expect(database.isTransaction).toBe(false);
  });

  it('are refused when a newer version wrote them', () => {
    prepareSchema(database, 'events.db', [FIRST, SECOND]);

    expect(() => prepareSchema(database, 'events.db', [FIRST])).toThrow(refusal('event-store-too-new'));
    expect(() => prepareSchema(database, 'events.db', [FIRST])).toThrow(
      'events.db was written by a newer version (schema 2, this version knows 1).',
    );
  });

  it('are not laid into a database of something else', () => {
    database.exec('CREATE TABLE somebody (elses TEXT)');

    expect(() => prepareSchema(database, 'events.db')).toThrow(refusal('event-store-foreign'));
    expect(value('application_id')).toBe(0);
  });

  it('are not looked for in a file with the mark of another application', () => {
    database.exec('PRAGMA application_id = 42');

    expect(() => prepareSchema(database, 'events.db')).toThrow(refusal('event-store-foreign'));
  });
});
