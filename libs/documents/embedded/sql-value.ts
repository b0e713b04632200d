import type { FieldValue } from '../port.js';

/** What a column holds. SQLite orders: NULL, numbers, text by code point, blobs. */
export type SqlValue = null | number | string | Uint8Array;

const booleans = { false: Uint8Array.of(0), true: Uint8Array.of(1) };

/** The value as a column holds it: equal values stay equal, different ones different, and in the port's order. */
export function sqlValue(value: FieldValue): SqlValue {
  switch (typeof value) {
    case 'string':
      return sqlText(value);
    case 'boolean':
      return booleans[`${value}`];
    default:
      return value;
  }
}

/** UTF-8 has no lone surrogates, and writing them would make one of many: each becomes U+FFFF and its four digits. */
export function sqlText(text: string): string {
  return text.replace(/[\p{Surrogate}\uFFFF]/gu, (unit) => `\uFFFF${unit.charCodeAt(0).toString(16)}`);
}
