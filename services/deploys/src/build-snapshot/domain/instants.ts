/** Milliseconds since the epoch of an RFC 3339 instant in UTC, so that different spellings of one instant are equal. */
export function millis(instant: string): number {
  return Date.parse(instant);
}

/** Whether `one` is not after `other`; both RFC 3339, UTC. */
export function notAfter(one: string, other: string): boolean {
  return millis(one) <= millis(other);
}

/** The instant cut to its whole second, as `2026-11-23T11:40:45.000Z`: T has a resolution of one second. */
export function wholeSecond(instant: string): string {
  return new Date(Math.floor(millis(instant) / 1000) * 1000).toISOString();
}

/** The earliest of the instants that are there, or null. */
export function earliest(instants: readonly (string | null)[]): string | null {
  return instants.reduce(earlier, null);
}

function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return notAfter(one, other) ? one : other;
}
