/** Whose requests are counted, as Buildkite's rate limits count them. */
export type CountedScope = 'user' | 'organization';

/** The 60 seconds of the stand-in's clock in which most requests of one user or to one organization came. */
export interface DensestWindow {
  readonly scope: CountedScope;
  /** The user's e-mail address, or the organization's slug. */
  readonly name: string;
  readonly most: number;
  /** Requests that the scope may make in 60 seconds, as it is now. */
  readonly limit: number;
  /** When the first request of the window came, RFC 3339 in UTC. */
  readonly from: string;
  /** How many requests came after a 429 of this scope was answered and before its reset, but for those that crossed it. */
  readonly whileLimited: number;
}

const WINDOW_MS = 60_000;

/** The 60 seconds in which most of some requests came, given their times in epoch milliseconds; the first of several such windows. */
export function densestWindow(timesMs: readonly number[]): {
  readonly most: number;
  readonly fromMs: number;
} {
  const sorted = timesMs.toSorted((a, b) => a - b);
  let densest = { most: 0, fromMs: 0 };
  let first = 0;
  for (const [index, timeMs] of sorted.entries()) {
    while (timeMs - (sorted[first] ?? timeMs) >= WINDOW_MS) first += 1;
    const count = index - first + 1;
    if (count > densest.most) densest = { most: count, fromMs: sorted[first] ?? timeMs };
  }
  return densest;
}
