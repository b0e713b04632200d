/** How far the lists of one Buildkite organization have been read. Times are RFC 3339 in UTC. */
export interface Reach {
  /** Up to when they have been read; null before the first time. */
  readonly readUpTo: string | null;
  /** When it was tried first; null before that. It matters while they have never been read. */
  readonly triedSince: string | null;
}

/**
 * How far behind the lists of one Buildkite organization are, in whole seconds: the time since they were read; while they
 * never were, since that was first tried. Null before that.
 */
export function lagSeconds({ readUpTo, triedSince }: Reach, now: Date): number | null {
  const since = readUpTo ?? triedSince;
  return since === null ? null : Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1_000));
}

/** How far behind a connection is: as far as the slowest of these; null when there is one of which that is not known. */
export function greatestLag(lags: readonly (number | null)[]): number | null {
  const known = lags.filter((lag) => lag !== null);
  return known.length === 0 || known.length < lags.length ? null : Math.max(...known);
}
