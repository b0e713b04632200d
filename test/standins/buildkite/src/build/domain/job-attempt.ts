import type { JobPlan } from './job-plan.js';

/** One run of a job, as it is at one instant; a retry makes another. All times are epoch milliseconds. */
export interface JobAttempt {
  readonly plan: JobPlan;
  /** 0 for the first run, one more for each retry. */
  readonly attempt: number;
  /** As Buildkite's filters name it; a waiter has one too, which REST does not show (Buildkite docs: Job states). */
  readonly state: string;
  /** There is a later attempt. */
  readonly retried: boolean;
  readonly softFailed: boolean;
  readonly exitStatus: number | null;
  readonly createdAtMs: number;
  readonly scheduledAtMs: number | null;
  readonly runnableAtMs: number | null;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  /** Of a manual job alone. */
  readonly unblockedAtMs: number | null;
}

const DONE: ReadonlySet<string> = new Set([
  'passed',
  'failed',
  'canceled',
  'skipped',
  'broken',
  'unblocked',
  'waiting_failed',
  'blocked_failed',
]);

/** A job before anything has happened to it. */
export function firstAttempt(plan: JobPlan, createdAtMs: number): JobAttempt {
  return {
    plan,
    attempt: 0,
    state: plan.type === 'waiter' || plan.type === 'manual' ? 'waiting' : 'pending',
    retried: false,
    softFailed: false,
    exitStatus: null,
    createdAtMs,
    scheduledAtMs: null,
    runnableAtMs: null,
    startedAtMs: null,
    finishedAtMs: null,
    unblockedAtMs: null,
  };
}

/** Whether the job runs something: a command, or the build that it triggers. */
export function runs(job: JobAttempt): boolean {
  return job.plan.type === 'script' || job.plan.type === 'trigger';
}

/** Whether nothing more happens to this attempt by itself. */
export function isDone(job: JobAttempt): boolean {
  return DONE.has(job.state);
}

/** Whether the attempt failed in a way that fails the build, and nobody has retried it. */
export function failedHard(job: JobAttempt): boolean {
  return job.state === 'failed' && !job.softFailed && !job.retried;
}

/** The job waits for an agent. */
export function scheduled(job: JobAttempt, atMs: number): JobAttempt {
  return {
    ...job,
    state: 'scheduled',
    scheduledAtMs: job.scheduledAtMs ?? atMs,
    runnableAtMs: job.runnableAtMs ?? atMs,
  };
}

/** An agent has taken the job. */
export function started(job: JobAttempt, atMs: number): JobAttempt {
  return { ...scheduled(job, atMs), state: 'running', startedAtMs: job.startedAtMs ?? atMs };
}

/** The job ends as its plan says it ends in a build that passes. */
export function ended(job: JobAttempt, atMs: number): JobAttempt {
  const ending = job.plan.type === 'script' ? (job.plan.ending ?? 'passed') : 'passed';
  if (ending === 'broken') return { ...job, state: 'broken', finishedAtMs: atMs };
  const softFailed = ending === 'soft-failed';
  const exitStatus = softFailed ? 2 : 0;
  return {
    ...started(job, atMs),
    state: softFailed ? 'failed' : 'passed',
    softFailed,
    exitStatus,
    finishedAtMs: atMs,
  };
}

/** The job's command ends with an error that fails the build. */
export function failed(job: JobAttempt, atMs: number): JobAttempt {
  return { ...started(job, atMs), state: 'failed', exitStatus: 1, finishedAtMs: atMs };
}

/** The attempts that a retry leaves: the old one, marked, and a new one that keeps the first time of scheduling. */
export function retried(job: JobAttempt, atMs: number): readonly [JobAttempt, JobAttempt] {
  const next = firstAttempt(job.plan, atMs);
  return [
    { ...job, retried: true },
    {
      ...next,
      attempt: job.attempt + 1,
      state: 'scheduled',
      scheduledAtMs: job.scheduledAtMs,
      runnableAtMs: atMs,
    },
  ];
}
