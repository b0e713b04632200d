/** One round of polling a connection. Times are RFC 3339 in UTC. */
export interface Cycle {
  readonly startedAt: string;
  readonly finishedAt: string;
  /** `complete`: all of its Buildkite organizations were read; else the code of the first thing that went wrong. */
  readonly outcome: string;
  /** How many builds of repositories deployed here were seen. */
  readonly builds: number;
}

/** What went wrong with one Buildkite organization. */
export interface Shortfall {
  readonly code: string;
  /** A sentence without secrets. */
  readonly detail: string;
  /** Milliseconds until it is worth trying again. */
  readonly retryAfterMs: number;
}

/** What the cycles of a connection that can go on wait for: another token. */
export const waitsForToken = 'token-rejected';

/** The cycle that has ended. */
export function ended(
  { startedAt, finishedAt }: { readonly startedAt: Date; readonly finishedAt: Date },
  builds: number,
  shortfalls: readonly Shortfall[],
): Cycle {
  const outcome = shortfalls[0]?.code ?? 'complete';
  return { startedAt: startedAt.toISOString(), finishedAt: finishedAt.toISOString(), outcome, builds };
}

/**
 * When the next cycle begins: an interval after this one began, later if Buildkite wants to be left alone for longer;
 * null while the token is rejected.
 */
export function nextCycleAt(
  cycle: Cycle,
  shortfalls: readonly Shortfall[],
  intervalMs: number,
): string | null {
  if (shortfalls.some(({ code }) => code === waitsForToken)) return null;
  const leftAlone = Math.max(0, ...shortfalls.map(({ retryAfterMs }) => retryAfterMs));
  const next = Math.max(Date.parse(cycle.startedAt) + intervalMs, Date.parse(cycle.finishedAt) + leftAlone);
  return new Date(next).toISOString();
}
