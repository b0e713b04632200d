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

function jobsAfter(jobs: JobAttempts, step: ScriptStep): JobAttempts {
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

/**
 * All attempts of a build's jobs at an instant (epoch milliseconds), told by the same script as its state.
 * A retry shows as a new attempt whose `createdAtMs` is the instant of the retry.
 */
export function jobsAt(build: BuildRecord, atMs: number): JobAttempts {
  const first: JobAttempts = build.jobs.map((plan) => firstAttempt(plan, build.createdAtMs));
  return build.script.filter((step) => step.atMs <= atMs).reduce(jobsAfter, first);
}
