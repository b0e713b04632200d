import {
  ended,
  failed,
  failedHard,
  isDone,
  retried,
  runs,
  scheduled,
  started,
  type JobAttempt,
} from './job-attempt.js';

/** All attempts of a build's jobs, in the order of its steps, an earlier attempt before a later one. */
export type JobAttempts = readonly JobAttempt[];

const NOT_STARTED: ReadonlySet<string> = new Set(['pending', 'waiting', 'scheduled', 'blocked']);

function withState(
  job: JobAttempt,
  state: string,
  finishedAtMs: number | null = job.finishedAtMs,
): JobAttempt {
  return { ...job, state, finishedAtMs };
}

function replace(jobs: JobAttempts, old: JobAttempt, ...by: readonly JobAttempt[]): JobAttempts {
  return jobs.flatMap((job) => (job === old ? by : [job]));
}

/** The position of the first block step that nobody has unblocked; the number of attempts when there is none. */
function gate(jobs: JobAttempts): number {
  const position = jobs.findIndex((job) => job.plan.type === 'manual' && job.state !== 'unblocked');
  return position === -1 ? jobs.length : position;
}

/** Schedules what waits for nothing: all jobs before the next wait step that is not over and the next block step. */
export function schedule(jobs: JobAttempts, atMs: number): JobAttempts {
  const end = gate(jobs);
  const wait = jobs.findIndex(
    (job, index) => job.plan.type === 'waiter' && jobs.slice(0, index).some((before) => !isDone(before)),
  );
  return jobs.map((job, index) => {
    if (index >= end || (wait !== -1 && index >= wait)) return job;
    if (job.plan.type === 'waiter') return withState(job, 'passed');
    return runs(job) && (job.state === 'pending' || job.state === 'waiting') ? scheduled(job, atMs) : job;
  });
}

/** Starts what is scheduled. */
export function start(jobs: JobAttempts, atMs: number): JobAttempts {
  return schedule(jobs, atMs).map((job) => (job.state === 'scheduled' ? started(job, atMs) : job));
}

/** Ends everything before the next block step; a job that had failed hard is run once more for it. */
export function finish(jobs: JobAttempts, atMs: number): JobAttempts {
  const again = jobs.filter(failedHard).reduce((all, job) => retry(all, atMs, job.plan.key), jobs);
  const end = gate(again);
  return again.map((job, index) => {
    if (index >= end || isDone(job)) return job;
    return runs(job) ? ended(job, atMs) : withState(job, 'passed');
  });
}

/** Ends everything before the next block step, which now waits for somebody. */
export function block(jobs: JobAttempts, atMs: number): JobAttempts {
  const done = finish(jobs, atMs);
  return done.map((job, index) => (index === gate(done) ? withState(job, 'blocked') : job));
}

/** Somebody lets the build pass the block step. */
export function unblock(jobs: JobAttempts, atMs: number): JobAttempts {
  const end = gate(jobs);
  const open = jobs.map((job, index) =>
    index === end ? { ...withState(job, 'unblocked'), unblockedAtMs: atMs } : job,
  );
  return schedule(open, atMs);
}

/** One job fails hard: the one of that key, else the first that runs, else the first that could. */
export function fail(jobs: JobAttempts, atMs: number, key?: string): JobAttempts {
  const candidates = jobs.filter((job) => runs(job) && !isDone(job));
  const chosen =
    candidates.find((job) => job.plan.key === key) ??
    candidates.find((job) => job.state === 'running') ??
    candidates[0];
  return chosen === undefined ? jobs : replace(jobs, chosen, failed(chosen, atMs));
}

/** The build ends with a hard failure: what runs ends, what had not started never will. */
export function finishFailed(jobs: JobAttempts, atMs: number, key?: string): JobAttempts {
  const withFailure = jobs.some(failedHard) ? jobs : fail(jobs, atMs, key);
  return withFailure.map((job) => {
    if (isDone(job)) return job;
    if (job.state === 'running' || job.state === 'scheduled') return ended(job, atMs);
    return withState(job, job.plan.type === 'manual' ? 'blocked_failed' : 'waiting_failed');
  });
}

/** One job is run again: the one of that key, else the one that failed last, else the last one that ended. */
export function retry(jobs: JobAttempts, atMs: number, key?: string): JobAttempts {
  const candidates = jobs.filter((job) => runs(job) && !job.retried);
  const chosen =
    candidates.find((job) => job.plan.key === key) ??
    candidates.findLast(failedHard) ??
    candidates.findLast((job) => isDone(job) && job.finishedAtMs !== null);
  if (chosen === undefined) return jobs;
  return replace(jobs, chosen, ...retried(chosen, atMs)).map((job) =>
    job.state === 'waiting_failed' || job.state === 'blocked_failed' ? withState(job, 'waiting') : job,
  );
}

/** The build is being stopped: what runs is told to stop, what has not started never will. */
export function cancel(jobs: JobAttempts, atMs: number): JobAttempts {
  return jobs.map((job) => {
    if (job.state === 'running') return withState(job, 'canceling');
    return NOT_STARTED.has(job.state) ? withState(job, 'canceled', atMs) : job;
  });
}

/** Everything that is not done ends in that state. */
export function close(jobs: JobAttempts, atMs: number, state: 'canceled' | 'skipped'): JobAttempts {
  return jobs.map((job) => (isDone(job) ? job : withState(job, state, atMs)));
}
