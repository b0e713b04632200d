import type { BuildJobsObserved, JobAction, ObservedJob } from '#libs/contracts';

/** Beside everything else they fit into an event of 256 KiB. */
const mostJobs = 500;
const mostJobBytes = 160 * 1024;
const mostActions = 1_000;
/** Buildkite documents 25. */
const mostStates = 50;

/** The jobs of a build as Buildkite showed them. */
export interface SeenJobs {
  readonly jobs: readonly ObservedJob[];
  /** The earliest first. */
  readonly actions: readonly JobAction[];
  readonly areActionsWhole: boolean;
}

/** What of them goes into an event, and what is counted of all. */
export type TrimmedJobs = Pick<
  BuildJobsObserved,
  'jobs' | 'omittedJobs' | 'states' | 'softFailedJobs' | 'actions' | 'actionsComplete'
>;

const failures = new Set(['failed', 'timed_out', 'expired']);

/**
 * What of the jobs goes into an event. When there are very many, steps with a failed job stay, then the first ones; a job
 * and its retries stay or go together, since one without the other would tell a wrong state.
 */
export function trimmedJobs({ jobs, actions, areActionsWhole }: SeenJobs): TrimmedJobs {
  const steps = [...Map.groupBy(jobs, stepOf(jobs)).values()];
  const hasFailed = (step: readonly ObservedJob[]) => step.some(({ state }) => failures.has(state));
  const telling = [...steps.filter(hasFailed), ...steps.filter((step) => !hasFailed(step))];
  const kept = new Set(within(telling).map(({ id }) => id));
  return {
    jobs: jobs.filter(({ id }) => kept.has(id)),
    omittedJobs: jobs.length - kept.size,
    states: statesOf(jobs.filter(isStanding)),
    softFailedJobs: jobs.filter((job) => isStanding(job) && job.softFailed).length,
    actions: actions.slice(0, mostActions),
    actionsComplete: areActionsWhole && actions.length <= mostActions,
  };
}

/** Names the step of a job by the last of its retries. */
function stepOf(jobs: readonly ObservedJob[]): (job: ObservedJob) => string {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  return (job) => {
    const passed = new Set<string>();
    let last = job;
    for (let next = nextOf(job); next !== undefined && !passed.has(next.id); next = nextOf(next)) {
      passed.add(next.id);
      last = next;
    }
    return last.id;
  };

  function nextOf({ retriedIn }: ObservedJob): ObservedJob | undefined {
    return retriedIn === null ? undefined : byId.get(retriedIn);
  }
}

/** The steps up to the first that is too much. */
function within(steps: readonly (readonly ObservedJob[])[]): readonly ObservedJob[] {
  let count = 0;
  let bytes = 0;
  const tooMuch = steps.findIndex((step) => {
    count += step.length;
    bytes += Buffer.byteLength(JSON.stringify(step));
    return count > mostJobs || bytes > mostJobBytes;
  });
  return steps.slice(0, tooMuch === -1 ? steps.length : tooMuch).flat();
}

/** A job that was retried counts no more: another one stands in its place. */
function isStanding({ retriedIn }: ObservedJob): boolean {
  return retriedIn === null;
}

function statesOf(standing: readonly ObservedJob[]): BuildJobsObserved['states'] {
  return [...Map.groupBy(standing, ({ state }) => state)]
    .map(([state, ofState]) => ({ state, jobs: ofState.length }))
    .sort((one, other) => other.jobs - one.jobs)
    .slice(0, mostStates)
    .sort((one, other) => (one.state < other.state ? -1 : 1));
}
