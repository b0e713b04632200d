import { column, type Table } from './table.js';

/** Statements that are tried one after the other until one writes the row. Their parameters are the row's values. */
export type WriteSql = readonly string[];

/** Writes a row whose id is not there. */
export function insertSql(table: Table): WriteSql {
  return [`${insert(table)} ON CONFLICT (id) DO NOTHING`];
}

/** Writes a row whatever is there. */
export function putSql(table: Table): WriteSql {
  return upserts(table, []);
}

/** Writes a row unless one with the same or a higher revision is there. */
export function putNewerSql(table: Table): WriteSql {
  return upserts(table, ['(revision IS NULL OR revision < excluded.revision)']);
}

/**
 * SQLite writes an index anew when an update names one of its columns, whether its value changes or not. Most updates
 * of a document leave its indexed fields alone: a statement that names none of them is tried first, at a third of the
 * cost.
 */
function upserts(table: Table, conditions: readonly string[]): WriteSql {
  const fields = table.fields.map(column);
  const rest = ['revision', 'body'];
  const unchanged = fields.map((field) => `${field} IS excluded.${field}`);
  if (fields.length === 0) return [upsert(table, rest, conditions)];
  return [
    upsert(table, rest, [...conditions, ...unchanged]),
    upsert(table, [...rest, ...fields], conditions),
  ];
}

function upsert(table: Table, columns: readonly string[], conditions: readonly string[]): string {
  const assignments = columns.map((column) => `${column} = excluded.${column}`).join(', ');
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return `${insert(table)} ON CONFLICT (id) DO UPDATE SET ${assignments}${where}`;
}

function insert({ sql, columns }: Table): string {
  return `INSERT INTO ${sql} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
}
