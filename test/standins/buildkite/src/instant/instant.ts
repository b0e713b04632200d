const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^([+-]?)((?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+)$/;
const DURATION_PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z| ?UTC|[+-]\d{2}:?\d{2})?$/;

/** Milliseconds of a duration such as `10s`, `-3m`, `1h30m` or `250ms`; undefined when the text is none. */
export function parseDuration(text: string): number | undefined {
  const [, sign, parts] = DURATION.exec(text) ?? [];
  if (parts === undefined) return undefined;
  const total = [...parts.matchAll(DURATION_PART)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0),
    0,
  );
  return Math.round(sign === '-' ? -total : total);
}

/** Epoch milliseconds of an ISO 8601 date or date-time, UTC when it names no zone; undefined when the text is none. */
export function parseInstant(text: string): number | undefined {
  const match = ISO_INSTANT.exec(text);
  if (match === null) return undefined;
  const zone = match[1];
  const bare = (zone === undefined ? text : text.slice(0, -zone.length)).replace(' ', 'T');
  const dateTime = bare.includes('T') ? bare : `${bare}T00:00`;
  const ms = Date.parse(`${dateTime}${zone === undefined || zone.endsWith('UTC') ? 'Z' : zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Epoch milliseconds of an instant given in ISO 8601 or as a duration from `baseMs`; undefined when it is neither. */
export function resolveInstant(text: string, baseMs: number): number | undefined {
  const offset = parseDuration(text);
  return offset === undefined ? parseInstant(text) : baseMs + offset;
}

/** RFC 3339 in UTC with milliseconds, as Buildkite writes most times; null stays null. */
export function iso(ms: number): string;
export function iso(ms: number | null): string | null;
export function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** `YYYY-MM-DD HH:MM:SS UTC`, as Buildkite writes the times of an access token; null stays null. */
export function utcText(ms: number): string;
export function utcText(ms: number | null): string | null;
export function utcText(ms: number | null): string | null {
  return ms === null ? null : `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
