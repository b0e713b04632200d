import type { ObservedJob } from '#libs/contracts';
import { notAfter } from './instants.js';

/** An attempt of a job as it was at an instant; what came later is not there yet. */
export interface JobAttemptAt {
  readonly id: string;
  readonly state: string;
  readonly softFailed: boolean;
  readonly exitStatus: number | null;
  /** RFC 3339, UTC. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/**
 * Whether an attempt was there at an instant. Block steps do not tell when they were made: they are taken to be there
 * from the beginning.
 */
export function isThereAt({ createdAt }: ObservedJob, instant: string): boolean {
  return createdAt === null || notAfter(createdAt, instant);
}

/** Whether nothing more happened to the attempt behind the instant. */
export function isOverAt(job: ObservedJob, instant: string): boolean {
  return endedBy(job, instant) || neverRan(job);
}

/**
 * An attempt at an instant, from a look that is no earlier, by its own instants: its state once it had ended; running
 * once it had started; before, `scheduled`. A retry is another job, so what has ended stays so. A block step is
 * `unblocked` once it was; before, `blocked` if everything in front of it was over, else `waiting`.
 * @param isReached whether all that comes before the job was over
 */
export function jobStateAt(job: ObservedJob, instant: string, isReached: boolean): JobAttemptAt {
  const hasEnded = endedBy(job, instant);
  const hasStarted = job.startedAt !== null && notAfter(job.startedAt, instant);
  return {
    id: job.id,
    state: stateAt(job, hasEnded, hasStarted, isReached),
    softFailed: hasEnded && job.softFailed,
    exitStatus: hasEnded ? job.exitStatus : null,
    startedAt: hasStarted ? job.startedAt : null,
    finishedAt: hasEnded ? job.finishedAt : null,
  };
}

/** An attempt as a look shows it. */
export function jobAsSeen(job: ObservedJob): JobAttemptAt {
  const { id, state, softFailed, exitStatus, startedAt, finishedAt } = job;
  return { id, state, softFailed, exitStatus, startedAt, finishedAt };
}

/** The pipeline's conditions left it out as soon as it was made (Buildkite docs: Defining steps › Job states). */
function neverRan({ state, startedAt, finishedAt }: ObservedJob): boolean {
  return state === 'broken' && startedAt === null && finishedAt === null;
}

function stateAt(job: ObservedJob, hasEnded: boolean, hasStarted: boolean, isReached: boolean): string {
  if (job.type === 'manual') {
    if (hasEnded) return 'unblocked';
    return isReached ? 'blocked' : 'waiting';
  }
  if (hasEnded || neverRan(job)) return job.state;
  return hasStarted ? 'running' : 'scheduled';
}

function endedBy({ type, finishedAt, unblockedAt }: ObservedJob, instant: string): boolean {
  const end = type === 'manual' ? unblockedAt : finishedAt;
  return end !== null && notAfter(end, instant);
}
