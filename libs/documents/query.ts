import { indexedFields } from './definition.js';
import { NotIndexed } from './errors.js';
import type { CollectionDefinition, Condition, Document, Query } from './port.js';

/** The part of a condition that bounds a range. */
export type Range = Extract<Condition, { readonly gt?: string | number }>;
/** The part of a condition that lists values. */
export type OneOf = Extract<Condition, { readonly in: unknown }>;

const mostValues = 10_000;
const bounds = new Set(['gt', 'gte', 'lt', 'lte']);

/**
 * Every adapter asks this before it asks its engine.
 * @throws NotIndexed for fields that no declared index answers
 * @throws TypeError for a condition or limit that is none; an `undefined` condition would otherwise find everything
 */
export function checkQuery(definition: CollectionDefinition<Document>, query: Query): void {
  const asked = Object.keys(query.where);
  checkIndexed(
    definition,
    asked,
    (query.orderBy ?? []).map(([field]) => field),
  );
  for (const field of asked) checkCondition(field, query.where[field]);
  const { limit } = query;
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0)) {
    throw new TypeError(`The limit of a query is a whole number, not ${String(limit)}.`);
  }
}

export function isOneOf(condition: Condition): condition is OneOf {
  return typeof condition === 'object' && condition !== null && 'in' in condition;
}

function checkIndexed(
  definition: CollectionDefinition<Document>,
  asked: readonly string[],
  ordering: readonly string[],
): void {
  const { name, indexes } = definition;
  const known = new Set(['id', ...indexedFields(definition)]);
  const unknown = [...asked, ...ordering].filter((field) => !known.has(field));
  if (unknown.length > 0) {
    throw new NotIndexed(name, unknown, `No index of ${name} declares ${unknown.join(', ')}.`);
  }
  const first = new Set(['id', ...indexes.map(({ fields }) => fields[0])]);
  if (asked.length > 0 && !asked.some((field) => first.has(field))) {
    throw new NotIndexed(name, asked, `No index of ${name} begins with ${asked.join(' or ')}.`);
  }
}

function checkCondition(field: string, condition: unknown): void {
  if (isFieldValue(condition)) return;
  if (typeof condition !== 'object' || condition === null) throw noCondition(field);
  const values = Object.values(condition);
  if ('in' in condition && values.length === 1) {
    const list = condition.in;
    if (Array.isArray(list) && list.length <= mostValues && list.every(isFieldValue)) return;
    throw noCondition(field);
  }
  const kinds = new Set(values.map((value) => typeof value));
  const isRange =
    Object.keys(condition).every((key) => bounds.has(key)) &&
    values.every((value) => isFieldValue(value) && (typeof value === 'string' || typeof value === 'number'));
  if (!isRange || kinds.size !== 1) throw noCondition(field);
}

function isFieldValue(value: unknown): boolean {
  return value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
}

function noCondition(field: string): TypeError {
  return new TypeError(
    `The condition on ${field} is none: a value, { in: up to ${mostValues} values } or a range of numbers or of text.`,
  );
}
