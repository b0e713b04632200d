const longestLabel = 255;
const longestSlug = 100;

/** Why the value cannot be a label (one line of visible text, 1 to 255 characters); undefined when it can. */
export function labelFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be text';
  if (!value.isWellFormed()) return 'must not have half a surrogate pair';
  const length = [...value].length;
  if (length < 1 || length > longestLabel) return `must have 1 to ${longestLabel} characters`;
  if (/[\p{Cc}\u2028\u2029]/u.test(value)) return 'must be one line without control characters';
  if (!/[^\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u.test(value))
    return 'must have something visible';
  return undefined;
}

/** Why the value cannot be a slug (lower-case letters, digits, hyphens, 1 to 100); undefined when it can. */
export function slugFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be text';
  if (value.length < 1 || value.length > longestSlug) return `must have 1 to ${longestSlug} characters`;
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value))
    return 'must be lower-case letters and digits, joined by single hyphens';
  return undefined;
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:[Zz]|[+-](\d\d):(\d\d))$/;

/** Why the value cannot be an instant (RFC 3339 with offset, years 1970 to 9998); undefined when it can. */
export function instantFault(value: unknown): string | undefined {
  const parts = typeof value === 'string' ? rfc3339.exec(value)?.slice(1) : undefined;
  if (parts === undefined) return 'must be a time such as 2026-11-23T14:05:00Z (RFC 3339, with offset)';
  const [year, month, day, ...clocks] = parts.map((part: string | undefined) => Number(part ?? 0)) as [
    number,
    number,
    number,
    ...number[],
  ];
  if (!isDate(year, month, day) || !isTimeOfDay(clocks)) return 'must be a time that exists';
  if (year < 1970 || year > 9998) return 'must lie between 1970 and 9998';
  return undefined;
}

function isDate(year: number, month: number, day: number): boolean {
  const days = month >= 1 && month <= 12 ? new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate() : 0;
  return day >= 1 && day <= days;
}

/** Hour, minute and second, then hour and minute of the offset. Leap seconds are refused: our times have none. */
function isTimeOfDay(clocks: readonly number[]): boolean {
  const most = [23, 59, 59, 23, 59];
  return clocks.every((value, place) => value <= (most[place] ?? 0));
}
