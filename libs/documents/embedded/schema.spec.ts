import { DatabaseSync } from 'node:sqlite';
import { DuplicateKey } from '../errors.js';
import type { CollectionDefinition, Document } from '../port.js';
import { provisionTable, readTables } from './schema.js';
import { rowOf } from './row.js';
import { tableOf } from './table.js';

type Indexes = CollectionDefinition<Document>['indexes'];

describe('The table of a collection', () => {
  let database: DatabaseSync;

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
  });

  afterEach(() => database.close());

  function provision(...indexes: Indexes): void {
    provisionTable(database, tableOf({ name: 'deploys', indexes }));
  }

  function insert(document: Document, ...indexes: Indexes): void {
    const table = tableOf({ name: 'deploys', indexes });
    const places = table.columns.map(() => '?').join(', ');
    database
      .prepare(`INSERT INTO deploys (${table.columns.join(', ')}) VALUES (${places})`)
      .run(...rowOf(table, document).values);
  }

  const columns = () =>
    database
      .prepare('SELECT name FROM pragma_table_info(?)')
      .all('deploys')
      .map(({ name }) => name);
  const indexes = () => readTables(database).get('deploys')?.split('\n');

  it('has a column for each indexed field beside id, revision and body', () => {
    provision({ fields: ['organization', 'build.sha'] }, { fields: ['build.sha'] });
    expect(columns()).toEqual(['id', 'revision', '$.organization', '$.build.sha', 'body']);
    expect(indexes()).toEqual(['deploys(build.sha)', 'deploys(organization,build.sha)']);
  });

  it('needs no further column to index the id and the revision', () => {
    provision({ fields: ['revision', 'id'] });
    expect(columns()).toEqual(['id', 'revision', 'body']);
    expect(indexes()).toEqual(['deploys(revision,id)']);
  });

  it.each(['body', 'rowid', 'select', 'kept'])('can index a field called %s', (field) => {
    provision({ fields: [field] });
    insert({ id: 'a', [field]: 'value' }, { fields: [field] });
    expect(columns()).toContain(`$.${field}`);
  });

  it('gets a new column filled from the documents', () => {
    provision();
    insert({ id: 'a', build: { sha: '1' } } as Document);
    insert({ id: 'b' });
    provision({ fields: ['build.sha'] });

    expect(database.prepare('SELECT id, "$.build.sha" AS sha FROM deploys ORDER BY id').all()).toMatchObject([
      { id: 'a', sha: '1' },
      { id: 'b', sha: null },
    ]);
  });

  it('loses a column that no index declares any more, and has it right when it comes back', () => {
    provision({ fields: ['sha'] }, { fields: ['state'] });
    provision({ fields: ['state'] });
    expect(columns()).toEqual(['id', 'revision', '$.state', 'body']);

    insert({ id: 'a', sha: '1', state: 'passed' } as Document, { fields: ['state'] });
    provision({ fields: ['sha'] }, { fields: ['state'] });
    expect(database.prepare('SELECT "$.sha" AS sha FROM deploys').get()).toMatchObject({ sha: '1' });
  });

  it('replaces an ordinary index by a unique one', () => {
    provision({ fields: ['sha'] });
    provision({ fields: ['sha'], unique: true });
    expect(indexes()).toEqual(['deploys(sha) unique']);
  });

  it('says which fields of a new unique index are broken, and keeps all as it was', () => {
    provision({ fields: ['organization', 'sha'] });
    const before = indexes();
    for (const id of ['a', 'b']) {
      insert({ id, organization: 'acme', sha: '1' } as Document, { fields: ['organization', 'sha'] });
    }

    database.exec('BEGIN');
    expect(() => provision({ fields: ['organization', 'sha'], unique: true })).toThrow(
      new DuplicateKey('deploys', ['organization', 'sha']),
    );
    database.exec('ROLLBACK');
    expect(indexes()).toEqual(before);
  });

  it('does not count the tables that SQLite keeps for itself', () => {
    provision({ fields: ['sha'] });
    database.exec('ANALYZE');
    expect([...readTables(database).keys()]).toEqual(['deploys']);
  });
});
