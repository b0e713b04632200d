import type { mongo } from 'mongoose';
import { isOneOf } from '../query.js';
import type { Condition, FieldValue, Query } from '../port.js';
import { storableText } from '../storable-text.js';
import { storedField } from './layout.js';

/**
 * Checked conditions as MongoDB takes them: every value under an operator of our own, so that none is read as one.
 * MongoDB itself takes a missing field for null and compares within a kind only.
 */
export function filterOf(where: Query['where']): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(where).map(([field, condition]) => [storedField(field), conditionOf(condition)]),
  );
}

/**
 * The order that a checked query asks for. MongoDB orders as the port does: null, numbers, text by code point, false,
 * true (MongoDB docs: Comparison/Sort Order).
 */
export function sortOf({ orderBy = [] }: Query): [string, mongo.SortDirection][] {
  const direction = orderBy.at(-1)?.[1] ?? 'ascending';
  const ordering = orderBy.some(([field]) => field === 'id')
    ? orderBy
    : [...orderBy, ['id', direction] as const];
  return ordering.map(([field, way]) => [storedField(field), way === 'ascending' ? 1 : -1]);
}

function conditionOf(condition: Condition): Record<string, unknown> {
  if (condition === null || typeof condition !== 'object') return { $eq: storedValue(condition) };
  if (isOneOf(condition)) return { $in: condition.in.map(storedValue) };
  return Object.fromEntries(
    Object.entries(condition).map(([bound, value]) => [`$${bound}`, storedValue(value)]),
  );
}

function storedValue(value: FieldValue): FieldValue {
  return typeof value === 'string' ? storableText(value) : value;
}
