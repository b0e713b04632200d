import { isDone, runs, type JobAttempt } from '../../build/domain/job-attempt.js';
import type { JobAttempts } from '../../build/domain/job-moves.js';
import type { WebhookEvent } from '../webhook.js';

/** One run of a job of a build. */
export interface JobOfBuild {
  readonly key: string;
  readonly attempt: number;
}

/** What Buildkite sends of a job (Buildkite docs: Webhooks › Job events); one that never started has no finish. */
function jobEvent(was: JobAttempt | undefined, is: JobAttempt): WebhookEvent | undefined {
  if (was?.state === is.state) return undefined;
  if (is.state === 'unblocked') return 'job.activated';
  if (is.plan.type === 'script' && is.state === 'scheduled') return 'job.scheduled';
  if (is.plan.type === 'script' && is.state === 'running') return 'job.started';
  return runs(is) && isDone(is) && is.startedAtMs !== null ? 'job.finished' : undefined;
}

/** The job events of one step of a script, in the order of the jobs. */
export function jobEvents(
  before: JobAttempts,
  after: JobAttempts,
): readonly { readonly event: WebhookEvent; readonly job: JobOfBuild }[] {
  const known = new Map(before.map((job) => [`${job.plan.key}/${String(job.attempt)}`, job]));
  return after.flatMap((job) => {
    const { attempt, plan } = job;
    const event = jobEvent(known.get(`${plan.key}/${String(attempt)}`), job);
    return event === undefined ? [] : [{ event, job: { key: plan.key, attempt } }];
  });
}
