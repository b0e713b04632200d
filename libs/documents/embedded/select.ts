import { isOneOf, type OneOf, type Range } from '../query.js';
import type { Condition, Query } from '../port.js';
import { sqlValue, type SqlValue } from './sql-value.js';
import { column, type Table } from './table.js';

/** A question in SQL. Its text depends on the shape of the query only, so that it can be prepared once. */
export interface Selection {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** The bodies of the documents that a checked query asks for, in its order. */
export function selectBodies({ sql: table }: Table, { where, orderBy = [], limit }: Query): Selection {
  const conditions = clauses(where);
  const direction = orderBy.at(-1)?.[1] ?? 'ascending';
  const ordering = orderBy.some(([field]) => field === 'id')
    ? orderBy
    : [...orderBy, ['id', direction] as const];
  const order = ordering.map(([field, way]) => `${column(field)} ${way === 'ascending' ? 'ASC' : 'DESC'}`);
  return {
    sql: `SELECT body FROM ${table}${conditions.sql} ORDER BY ${order.join(', ')}${limit === undefined ? '' : ' LIMIT ?'}`,
    parameters: limit === undefined ? conditions.parameters : [...conditions.parameters, limit],
  };
}

/** How many documents fulfil checked conditions. */
export function selectCount({ sql: table }: Table, where: Query['where']): Selection {
  const { sql, parameters } = clauses(where);
  return { sql: `SELECT count(*) AS documents FROM ${table}${sql}`, parameters };
}

function clauses(where: Query['where']): Selection {
  const all = Object.entries(where).map(([field, condition]) => clause(column(field), condition));
  return {
    sql: all.length === 0 ? '' : ` WHERE ${all.map(({ sql }) => sql).join(' AND ')}`,
    parameters: all.flatMap(({ parameters }) => parameters),
  };
}

function clause(column: string, condition: Condition): Selection {
  if (condition === null) return { sql: `${column} IS NULL`, parameters: [] };
  if (typeof condition !== 'object') return { sql: `${column} = ?`, parameters: [sqlValue(condition)] };
  return isOneOf(condition) ? oneOf(column, condition) : range(column, condition);
}

/** Lists are filled up to a power of two with their last value, so that they have few shapes. */
function oneOf(column: string, { in: values }: OneOf): Selection {
  const parameters = values.filter((value) => value !== null).map(sqlValue);
  const last = parameters.at(-1);
  if (last === undefined) return { sql: values.length > 0 ? `${column} IS NULL` : 'FALSE', parameters: [] };
  const places = 2 ** Math.ceil(Math.log2(parameters.length));
  while (parameters.length < places) parameters.push(last);
  const listed = `${column} IN (${Array(places).fill('?').join(', ')})`;
  return { sql: values.includes(null) ? `(${listed} OR ${column} IS NULL)` : listed, parameters };
}

const comparisons = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** SQLite compares across kinds (numbers < text < blobs): an open end is closed where the kind of the bounds ends. */
function range(column: string, bounds: Range): Selection {
  const given = (['gt', 'gte', 'lt', 'lte'] as const).flatMap((key) => {
    const value = bounds[key];
    return value === undefined ? [] : [{ key, value }];
  });
  const isText = typeof given[0]?.value === 'string';
  const parts = given.map(({ key }) => `${column} ${comparisons[key]} ?`);
  if (isText && bounds.gt === undefined && bounds.gte === undefined) parts.push(`${column} >= ''`);
  if (bounds.lt === undefined && bounds.lte === undefined) parts.push(`${column} < ${isText ? "x''" : "''"}`);
  return { sql: parts.join(' AND '), parameters: given.map(({ value }) => sqlValue(value)) };
}
