const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):?(\d{2}))?$/;
const spelledUtc = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?: UTC| [+]0000)?$/;

/**
 * The instant that Buildkite writes, as RFC 3339 in UTC with milliseconds. Buildkite uses `2023-08-20T19:42:44.549Z` and,
 * in older replies, webhooks and access tokens, `2018-07-01 20:14:38 UTC` (Buildkite docs: REST API › Builds, Access
 * token); a time without a zone is UTC, as all of Buildkite's are. Undefined for everything that is no such instant.
 */
export function parseTimestamp(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [matched, year, month, day, hour, minute, second, fraction, sign, offsetHours, offsetMinutes] =
    rfc3339.exec(value) ?? spelledUtc.exec(value) ?? [];
  if (matched === undefined) return undefined;

  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds(fraction)}Z`;
  const instant = new Date(written);
  if (Number.isNaN(instant.getTime()) || instant.toISOString() !== written) return undefined;
  if (sign === undefined) return written;

  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return new Date(instant.getTime() - (sign === '+' ? offset : -offset)).toISOString();
}

function milliseconds(fraction: string | undefined): string {
  return (fraction ?? '').slice(0, 3).padEnd(3, '0');
}
