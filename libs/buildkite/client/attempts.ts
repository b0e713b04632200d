import type { Priority } from '../governor/lanes.js';

/** How often a request is sent at most when Buildkite does not answer it: a person waits for no more than one repeat. */
export const mostAttempts: Readonly<Record<Priority, number>> = {
  interactive: 2,
  'look-up': 4,
  background: 4,
  jobs: 4,
  history: 4,
};

/** How long a person's request waits for its turn; others wait as long as it takes. */
export const patienceMs: Readonly<Record<Priority, number | undefined>> = {
  interactive: 5_000,
  'look-up': undefined,
  background: undefined,
  jobs: undefined,
  history: undefined,
};

const longestPauseMs = 30_000;

/**
 * Milliseconds to wait after the given attempt (1, 2, …): half a second, doubling, each halved to one and a half times
 * by `chance` (0 to 1), so that many do not come back together; longer if Buildkite asks for it, 30 s at most.
 */
export function pauseAfter(attempt: number, chance: number, askedForMs = 0): number {
  const pause = Math.round(500 * 2 ** (attempt - 1) * (0.5 + chance));
  return Math.min(longestPauseMs, Math.max(pause, askedForMs));
}

const tryAgainMs = 10_000;
/** However long a reply asks for: whoever waits for that sees for two minutes at most what may have passed long ago. */
const longestRetryMs = 120_000;

/** Milliseconds until a request that Buildkite limited is worth sending again. */
export function whenLimited(askedForMs = tryAgainMs): number {
  return Math.min(longestRetryMs, askedForMs);
}

/** Milliseconds until a request that Buildkite did not answer is worth sending again. */
export function whenUnavailable(askedForMs = 0): number {
  return Math.min(longestRetryMs, Math.max(tryAgainMs, askedForMs));
}
