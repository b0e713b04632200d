import { storableText } from '../storable-text.js';
import type { FieldValue } from '../port.js';

/** What a column holds. SQLite orders: NULL, numbers, text by code point, blobs. */
export type SqlValue = null | number | string | Uint8Array;

const booleans = { false: Uint8Array.of(0), true: Uint8Array.of(1) };

/** The value as a column holds it: equal values stay equal, different ones different, and in the port's order. */
export function sqlValue(value: FieldValue): SqlValue {
  switch (typeof value) {
    case 'string':
      return storableText(value);
    case 'boolean':
      return booleans[`${value}`];
    default:
      return value;
  }
}
