import type { ObservedJob } from '#libs/contracts';
import { isOverAt, isThereAt, jobAsSeen, jobStateAt, type JobAttemptAt } from './job-state-at.js';
import { jobSteps, type JobStep } from './job-steps.js';
import type { JobsLook } from './jobs-looks.js';
import { compareText } from './text-order.js';

/** A job of a build: the attempt that counted, and those before it. */
export interface JobAt extends JobAttemptAt {
  readonly type: string;
  readonly name: string;
  readonly stepKey: string | null;
  /** How often it had been begun: 1 for a job that nobody had retried. */
  readonly attempts: number;
  /** The attempts before this one, the first one first. */
  readonly earlier: readonly JobAttemptAt[];
}

/** How many jobs are in a state. */
export interface JobsInState {
  readonly state: string;
  readonly jobs: number;
}

/** The jobs of a build, at an instant or as they were seen last. */
export interface JobsAt {
  /** When Buildkite said so: RFC 3339, UTC. */
  readonly lookedAt: string;
  /** How many there are, retries not counted. */
  readonly total: number;
  /** By state, in the order of the words. */
  readonly byState: readonly JobsInState[];
  /** How many of them failed without failing the build. */
  readonly softFailed: number;
  /** Whether `total`, `byState` and `softFailed` are of all jobs; else there may be more than they say. */
  readonly countsComplete: boolean;
  /** How many jobs and retries the look left out because there were very many. */
  readonly omitted: number;
  readonly items: readonly JobAt[];
}

/**
 * The jobs of a build as they were at an instant, each by its own instants (see `jobStateAt`): a retry that came later is
 * not there yet, and what was retried by then counts as history of its job. What the look left out is not counted.
 * @param look no earlier than the instant
 * @param instant RFC 3339, UTC
 */
export function jobsAt(look: JobsLook, instant: string): JobsAt {
  let isReached = true;
  const items = jobSteps(look.jobs).flatMap((step) => {
    const [first, ...retries] = step;
    if (!isThereAt(first, instant)) return [];
    const later = retries.filter((job) => job.createdAt !== null && isThereAt(job, instant));
    const stateOf = (job: ObservedJob) => jobStateAt(job, instant, isReached);
    const item = jobAt(step, [stateOf(first), ...later.map(stateOf)]);
    isReached &&= isOverAt(later.at(-1) ?? first, instant);
    return [item];
  });
  return {
    ...shown(items, look),
    total: items.length,
    byState: byState(items.map(({ state }) => state)),
    softFailed: softFailedOf(items),
    countsComplete: look.omittedJobs === 0,
  };
}

/**
 * The jobs of a build as the look showed them; those that it leaves out are counted too, but for the soft failures in a
 * look from before it counted them.
 */
export function jobsAsSeen(look: JobsLook): JobsAt {
  const items = jobSteps(look.jobs).map((step) => {
    const [first, ...retries] = step;
    return jobAt(step, [jobAsSeen(first), ...retries.map(jobAsSeen)]);
  });
  const total = look.states.reduce((sum, { jobs }) => sum + jobs, 0);
  const { softFailedJobs } = look;
  return {
    ...shown(items, look),
    total,
    byState: [...look.states].sort(byWord),
    softFailed: softFailedJobs ?? softFailedOf(items),
    countsComplete: softFailedJobs !== undefined || look.omittedJobs === 0,
  };
}

function jobAt(
  [{ type, name, stepKey }]: JobStep,
  attempts: readonly [JobAttemptAt, ...JobAttemptAt[]],
): JobAt {
  const [first, ...later] = attempts;
  const shown = later.at(-1) ?? first;
  return { ...shown, type, name, stepKey, attempts: attempts.length, earlier: attempts.slice(0, -1) };
}

function shown(items: readonly JobAt[], { lookedAt, omittedJobs }: JobsLook) {
  return { lookedAt, omitted: omittedJobs, items };
}

function softFailedOf(items: readonly JobAt[]): number {
  return items.filter(({ softFailed }) => softFailed).length;
}

function byState(states: readonly string[]): JobsInState[] {
  return [...Map.groupBy(states, (state) => state)]
    .map(([state, ofState]) => ({ state, jobs: ofState.length }))
    .sort(byWord);
}

function byWord(one: JobsInState, other: JobsInState): number {
  return compareText(one.state, other.state);
}
