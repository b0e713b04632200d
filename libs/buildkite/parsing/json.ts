/** A JSON object whose fields are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as a JSON object; undefined for everything else: null, an array, a string, a number. */
export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/**
 * A text of at most `length` UTF-16 units, never cut inside a character and without lone surrogates, so that it stays
 * the same when it is encoded as UTF-8. A number counts as text (old replies show ids as numbers); null, '' and every
 * other type do not.
 */
export function textOf(value: unknown, length: number): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string' || value === '') return undefined;
  return cut(value, length).toWellFormed();
}

/** An identifier: a text that is not cut but refused when it is longer than 200 characters, since a cut id names something else. */
export function idOf(value: unknown): string | undefined {
  const text = textOf(value, 201);
  return text !== undefined && text.length <= 200 ? text : undefined;
}

/** A safe integer, also one that is written as text. */
export function integerOf(value: unknown): number | undefined {
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const splitsACharacter = isHighSurrogate(text.charCodeAt(length - 1));
  return text.slice(0, splitsACharacter ? length - 1 : length);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
