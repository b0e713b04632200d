const dayMs = 24 * 3_600_000;
/** What a sweep looks back on: two of them overlap by a day. */
const reachMs = 2 * dayMs;
/** What was not there for a sweep, or refused it, is swept an hour later. */
const againMs = 3_600_000;

/**
 * When the next sweep begins: at the connection's own time of the day, which follows from its id so that not all sweep at
 * once, and between half a day and a day and a half from now. RFC 3339, UTC.
 */
export function nextSweepAt(connection: string, now: Date): string {
  const earliest = now.getTime() + dayMs / 2;
  const timeOfDay = [...connection].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % dayMs, 0);
  const wait = (timeOfDay - (earliest % dayMs) + dayMs) % dayMs;
  return new Date(earliest + wait).toISOString();
}

/** When a sweep that did not come to its end is repeated: RFC 3339, UTC. */
export function sweepAgainAt(now: Date, retryAfterMs: number): string {
  return new Date(now.getTime() + Math.max(againMs, retryAfterMs)).toISOString();
}

/** From when on a sweep asks for builds: RFC 3339, UTC. */
export function sweptFrom(now: Date): string {
  return new Date(now.getTime() - reachMs).toISOString();
}
