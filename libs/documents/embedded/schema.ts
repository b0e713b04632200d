import type { DatabaseSync } from 'node:sqlite';
import { fieldValue } from '../field-value.js';
import type { Document } from '../port.js';
import { sqlValue } from './sql-value.js';
import { sayingDuplicates } from './sqlite-errors.js';
import { column, columnName, fieldOf, quoted, signature, type Table } from './table.js';

/** The signatures of the file's tables, by name. */
export function readTables(database: DatabaseSync): Map<string, string> {
  const tables = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'`)
    .all();
  return new Map(tables.map(({ name }) => [String(name), signature(readIndexes(database, String(name)))]));
}

/**
 * Makes the table, its columns and its indexes what the definition declares. A column without a declared index would
 * no longer be written, so it goes; one that is new is filled from the documents.
 * @throws DuplicateKey when documents that are there break a new unique index
 */
export function provisionTable(database: DatabaseSync, table: Table): void {
  const columns = readFieldColumns(database, table);
  if (columns === undefined) createTable(database, table);
  else {
    dropIndexes(database, table);
    const undeclared = columns.filter((name) => !table.fields.includes(fieldOf(name)));
    for (const name of undeclared) database.exec(`ALTER TABLE ${table.sql} DROP COLUMN ${quoted(name)}`);
    addColumns(
      database,
      table,
      table.fields.filter((field) => !columns.includes(columnName(field))),
    );
  }
  const present = new Set(readIndexes(database, table.name));
  for (const { name, sql } of table.indexes) {
    if (!present.has(name)) sayingDuplicates(table.name, () => database.exec(sql));
  }
}

function createTable(database: DatabaseSync, { sql, fields }: Table): void {
  const columns = fields.map((field) => `${column(field)}, `).join('');
  database.exec(
    `CREATE TABLE ${sql} (id TEXT PRIMARY KEY NOT NULL, revision INTEGER, ${columns}body TEXT NOT NULL)`,
  );
}

function dropIndexes(database: DatabaseSync, table: Table): void {
  const declared = new Set(table.indexes.map(({ name }) => name));
  for (const name of readIndexes(database, table.name)) {
    if (!declared.has(name)) database.exec(`DROP INDEX ${quoted(name)}`);
  }
}

function addColumns(database: DatabaseSync, table: Table, fields: readonly string[]): void {
  if (fields.length === 0) return;
  for (const field of fields) database.exec(`ALTER TABLE ${table.sql} ADD COLUMN ${column(field)}`);
  const assignments = fields.map((field) => `${column(field)} = ?`).join(', ');
  const fill = database.prepare(`UPDATE ${table.sql} SET ${assignments} WHERE rowid = ?`);
  for (const { row, body } of database.prepare(`SELECT rowid AS row, body FROM ${table.sql}`).all()) {
    const document = JSON.parse(String(body)) as Document;
    fill.run(...fields.map((field) => sqlValue(fieldValue(table.name, document, field))), Number(row));
  }
}

/** Names of the columns of fields; undefined when there is no such table. */
function readFieldColumns(database: DatabaseSync, { name }: Table): readonly string[] | undefined {
  const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all(name);
  if (columns.length === 0) return undefined;
  return columns.map((each) => String(each['name'])).filter((each) => fieldOf(each) !== each);
}

function readIndexes(database: DatabaseSync, table: string): readonly string[] {
  const indexes = database
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ? ORDER BY name`,
    )
    .all(table);
  return indexes.map(({ name }) => String(name));
}
