import { UnindexableValue } from './errors.js';
import type { Document, FieldValue } from './port.js';

/**
 * What an indexed field of a document holds; null when the field is missing or has no place in JSON (NaN, infinity).
 * @param path of a field, dots between the steps
 * @throws UnindexableValue when it is a list or an object, or lies inside a list
 */
export function fieldValue(collection: string, document: Document, path: string): FieldValue {
  let value: unknown = document;
  for (const step of path.split('.')) {
    if (Array.isArray(value)) throw new UnindexableValue(collection, path);
    value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'undefined':
      return null;
    default:
      if (value === null) return null;
      throw new UnindexableValue(collection, path);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
