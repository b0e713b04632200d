/** How far the windows of two cycles overlap: builds appear in the lists a little late, and clocks differ. */
const overlapMs = 5 * 60_000;
/** What the first cycle of a connection looks back on. Builds of deploys are looked up by SHA, however old. */
const firstReachMs = 60 * 60_000;
/** No clock that can be believed is further ahead of ours. */
const clocksDifferMs = 60 * 60_000;

/**
 * From when on a cycle asks for builds: RFC 3339, UTC. A cursor far in the future was moved by a clock that was wrong: it
 * hides nothing.
 * @param cursor up to when earlier cycles have read; undefined before the first one
 */
export function windowStart(cursor: string | undefined, now: Date): string {
  const isBelieved = cursor !== undefined && Date.parse(cursor) <= now.getTime() + clocksDifferMs;
  const start = isBelieved ? Date.parse(cursor) - overlapMs : now.getTime() - firstReachMs;
  return new Date(start).toISOString();
}
