/** How far the windows of two cycles overlap: builds appear in the lists a little late, and clocks differ. */
const overlapMs = 5 * 60_000;
/** What the first cycle of a connection looks back on. Builds of deploys are looked up by SHA, however old. */
const firstReachMs = 60 * 60_000;

/**
 * From when on a cycle asks for builds: RFC 3339, UTC.
 * @param cursor up to when earlier cycles have read; undefined before the first one
 */
export function windowStart(cursor: string | undefined, now: Date): string {
  const start = cursor === undefined ? now.getTime() - firstReachMs : Date.parse(cursor) - overlapMs;
  return new Date(start).toISOString();
}
