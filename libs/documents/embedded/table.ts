import { indexedFields } from '../definition.js';
import type { CollectionDefinition, Document } from '../port.js';

/** A collection as the table that holds it. Names are checked ones (`checkDefinition`), so quoting them is enough. */
export interface Table {
  readonly name: string;
  /** Quoted, as SQL takes it. */
  readonly sql: string;
  /** Indexed fields with a column of their own. */
  readonly fields: readonly string[];
  /** Quoted, in the order of a row: id, revision, fields, body. */
  readonly columns: readonly string[];
  readonly indexes: readonly Index[];
  /** What tells whether a table in a file is this one. */
  readonly signature: string;
}

interface Index {
  readonly name: string;
  readonly sql: string;
}

/** The table of a collection: the document as JSON in `body`, and beside it a column for each indexed field. */
export function tableOf(definition: CollectionDefinition<Document>): Table {
  const { name } = definition;
  const fields = indexedFields(definition).filter((field) => field !== 'id' && field !== 'revision');
  const indexes = definition.indexes.map(({ fields, unique = false }) => index(name, fields, unique));
  return {
    name,
    sql: quoted(name),
    fields,
    columns: ['id', 'revision', ...fields.map(column), 'body'],
    indexes,
    signature: signature(indexes.map((index) => index.name)),
  };
}

/** Tables with the same indexes have the same columns (provisioning sees to it). */
export function signature(indexes: readonly string[]): string {
  return [...new Set(indexes)].sort().join('\n');
}

/** The quoted column of a field: its JSON path, so that no field can collide with a column of the table. */
export function column(field: string): string {
  return field === 'id' || field === 'revision' ? field : quoted(columnName(field));
}

/** The bare name of a field's column. */
export function columnName(field: string): string {
  return `$.${field}`;
}

/** The field of a column as SQLite's messages call it. */
export function fieldOf(columnName: string): string {
  return columnName.replace(/^\$\./, '');
}

export function quoted(name: string): string {
  return `"${name}"`;
}

/** Ordinary indexes end in the id: what they find comes in the default order without being sorted. */
function index(table: string, fields: readonly string[], unique: boolean): Index {
  const name = `${table}(${fields.join(',')})${unique ? ' unique' : ''}`;
  const columns = unique || fields.includes('id') ? fields : [...fields, 'id'];
  const sql = `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quoted(name)} ON ${quoted(table)} (${columns.map(column).join(', ')})`;
  return { name, sql };
}
