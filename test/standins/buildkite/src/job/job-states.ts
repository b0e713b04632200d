import type { JobAttempt } from '../build/domain/job-attempt.js';

/** How many jobs of a build are in which state, as the build's `job_state_counts` (Buildkite docs: REST API › Builds › Get a build). */
export interface JobStateCounts {
  readonly total: number;
  readonly states: Readonly<Record<string, number>>;
}

/** Counts jobs by state; a waiter counts, though REST shows no state of it. */
export function jobStateCounts(jobs: readonly JobAttempt[]): JobStateCounts {
  const states: Record<string, number> = {};
  for (const { state } of jobs) states[state] = (states[state] ?? 0) + 1;
  return { total: jobs.length, states };
}

/** The jobs in one of those states; all when none is named. */
export function withStates(jobs: readonly JobAttempt[], states: readonly string[]): readonly JobAttempt[] {
  return states.length === 0 ? jobs : jobs.filter(({ state }) => states.includes(state));
}
