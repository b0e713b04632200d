import type { ObservedJob } from '#libs/contracts';
import { effectiveState } from './effective-state.js';
import { idOf, integerOf, objectOf, textOf, type JsonObject } from './json.js';
import { parseTimestamp } from './timestamp.js';

const mostOfName = 200;

/** A row of a list of jobs. */
export type JobReading =
  | {
      readonly kind: 'job';
      readonly job: ObservedJob;
      /** Id of the job that this one is a retry of. */
      readonly retryOf: string | undefined;
      /** Whether the row is of a shape that says of retries at all; those before 2017 do not. */
      readonly tellsRetries: boolean;
    }
  /** A wait step: Buildkite shows its id and nothing more. */
  | { readonly kind: 'waiter' }
  | { readonly kind: 'unreadable' };

/**
 * A job as REST shows it, in any shape since 2015 (Buildkite docs: REST API › Jobs; go-buildkite: jobs.go). Only listed
 * fields are read: agents, log addresses and commands may hold secrets, so of a command no more than its first line is
 * kept, where the job has no other name. Times are UTC.
 */
export function observedJob(json: unknown): JobReading {
  const raw = objectOf(json);
  const type = textOf(raw?.['type'], 100);
  if (type === 'waiter') return { kind: 'waiter' };
  const id = idOf(raw?.['id']);
  if (raw === undefined || id === undefined || type === undefined) return { kind: 'unreadable' };
  const time = (field: string) => parseTimestamp(raw[field]) ?? null;
  const job = {
    id,
    type,
    name: nameOf(raw) ?? type,
    stepKey: textOf(raw['step_key'], mostOfName) ?? null,
    state: effectiveState(raw),
    softFailed: raw['soft_failed'] === true,
    exitStatus: integerOf(raw['exit_status']) ?? null,
    createdAt: time('created_at'),
    startedAt: time('started_at'),
    finishedAt: time('finished_at') ?? time('expired_at'),
    unblockedAt: time('unblocked_at'),
    retriedIn: idOf(raw['retried_in_job_id']) ?? null,
  };
  const retryOf = idOf(objectOf(raw['retry_source'])?.['job_id']);
  return { kind: 'job', job, retryOf, tellsRetries: type !== 'script' || 'retried' in raw };
}

/** Block steps have a label instead of a name; a command step may have neither (fixtures of 2015 to 2024). */
function nameOf(raw: JsonObject): string | undefined {
  const named = textOf(raw['name'], mostOfName) ?? textOf(raw['label'], mostOfName);
  if (named !== undefined) return named;
  const command = raw['command'];
  if (typeof command !== 'string') return undefined;
  return textOf(command.trimStart().split(/\r?\n/, 1)[0]?.trimEnd(), mostOfName);
}
