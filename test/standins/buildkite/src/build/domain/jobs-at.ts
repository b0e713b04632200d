import type { BuildRecord } from './build-record.js';
import type { ScriptStep } from './change.js';
import { failedHard, firstAttempt } from './job-attempt.js';
import {
  block,
  cancel,
  close,
  fail,
  finish,
  finishFailed,
  retry,
  schedule,
  start,
  unblock,
  type JobAttempts,
} from './job-moves.js';

/** The attempts of a build's jobs once a step of its script has happened. */
export function jobsAfter(jobs: JobAttempts, step: ScriptStep): JobAttempts {
  const { atMs } = step;
  switch (step.change) {
    case 'scheduled':
      return schedule(jobs, atMs);
    case 'running':
      return start(jobs.some(failedHard) ? retry(jobs, atMs) : jobs, atMs);
    case 'failing':
      return fail(start(jobs, atMs), atMs, step.job);
    case 'passed':
      return finish(jobs, atMs);
    case 'failed':
      return finishFailed(jobs, atMs, step.job);
    case 'blocked':
      return block(jobs, atMs);
    case 'unblocked':
      return unblock(jobs, atMs);
    case 'retried':
      return retry(jobs, atMs, step.job);
    case 'canceling':
      return cancel(jobs, atMs);
    case 'canceled':
      return close(jobs, atMs, 'canceled');
    case 'skipped':
    case 'not_run':
      return close(jobs, atMs, 'skipped');
    case 'state':
    case 'commit-resolved':
    case 'meta-data-set':
    case 'deleted':
      return jobs;
  }
}

/** A build's jobs at the instant of its creation, before the first step of its script. */
export function firstJobs(build: BuildRecord): JobAttempts {
  return build.jobs.map((plan) => firstAttempt(plan, build.createdAtMs));
}

/**
 * All attempts of a build's jobs at an instant (epoch milliseconds), told by the same script as its state.
 * A retry shows as a new attempt whose `createdAtMs` is the instant of the retry.
 */
export function jobsAt(build: BuildRecord, atMs: number): JobAttempts {
  return build.script.filter((step) => step.atMs <= atMs).reduce(jobsAfter, firstJobs(build));
}
