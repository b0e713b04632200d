import type { JobAction, ObservedJob } from '#libs/contracts';
import { observedJob } from './job.js';

/** What the rows of a list of jobs say. */
export interface JobsRead {
  /** In the order of the rows, each once; wait steps are left out. */
  readonly jobs: readonly ObservedJob[];
  /** Retries and unblocks, the earliest first. */
  readonly actions: readonly JobAction[];
  /** False when the rows show that there was an action without telling its instant, or may have hidden one. */
  readonly areActionsWhole: boolean;
}

/**
 * The jobs of a build, from all rows of a list with `include_retried_jobs=true`. A retry is a new job, created at the
 * instant of the retry: it names the one that it repeats as its source, and is named by that one.
 */
export function buildJobs(rows: readonly unknown[]): JobsRead {
  const readings = rows.map(observedJob);
  const shown = new Map(
    readings.flatMap((reading) => (reading.kind === 'job' ? [[reading.job.id, reading] as const] : [])),
  );
  const retryOfSource = new Map(
    [...shown.values()].flatMap(({ job, retryOf }) =>
      retryOf === undefined ? [] : [[retryOf, job.id] as const],
    ),
  );
  const jobs = [...shown.values()].map(({ job }) => ({
    ...job,
    retriedIn: job.retriedIn ?? retryOfSource.get(job.id) ?? null,
  }));

  const retries = new Set([
    ...retryOfSource.values(),
    ...jobs.map(({ retriedIn }) => retriedIn).filter((id) => id !== null),
  ]);
  const unblocked = jobs.filter(
    ({ state, unblockedAt }) => unblockedAt !== null || state.startsWith('unblocked'),
  );
  const instants = [
    ...[...retries].map((id) => ({ at: shown.get(id)?.job.createdAt ?? null, by: 'retry' as const })),
    ...unblocked.map(({ unblockedAt }) => ({ at: unblockedAt, by: 'unblock' as const })),
  ];
  const actions = instants.flatMap(({ at, by }) => (at === null ? [] : [{ at, by }]));
  const tellAll = readings.every((reading) =>
    reading.kind === 'job' ? reading.tellsRetries : reading.kind === 'waiter',
  );
  return {
    jobs,
    actions: actions.sort(byInstant),
    areActionsWhole: tellAll && actions.length === instants.length,
  };
}

function byInstant(one: JobAction, other: JobAction): number {
  return one.at === other.at
    ? Number(one.by > other.by) - Number(one.by < other.by)
    : one.at < other.at
      ? -1
      : 1;
}
