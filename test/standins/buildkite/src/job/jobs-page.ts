import { badRequest } from '../error/buildkite-error.js';
import type { JobAttempt } from '../build/domain/job-attempt.js';
import { withStates } from './job-states.js';

/** The states that the jobs list can be narrowed to (Buildkite docs: REST API › Jobs). */
const JOB_STATES: ReadonlySet<string> = new Set([
  'pending',
  'waiting',
  'waiting_failed',
  'blocked',
  'blocked_failed',
  'unblocked',
  'unblocked_failed',
  'limiting',
  'limited',
  'scheduled',
  'reserved',
  'assigned',
  'accepted',
  'running',
  'passed',
  'failed',
  'canceling',
  'canceled',
  'timing_out',
  'timed_out',
  'skipped',
  'broken',
  'expired',
  'platform_limiting',
  'platform_limited',
]);

const DEFAULT_PER_PAGE = 30;
const MOST_PER_PAGE = 100;

/** One page of a build's jobs and the addresses of its neighbours. */
export interface JobsPage {
  readonly items: readonly JobAttempt[];
  readonly links: Readonly<Record<string, string>>;
}

/** The cursor that stands for a job: opaque to clients. */
function cursorOf({ plan, attempt }: JobAttempt): string {
  return Buffer.from(`${plan.key}/${String(attempt)}`).toString('base64url');
}

function wanted(jobs: readonly JobAttempt[], query: URLSearchParams): readonly JobAttempt[] {
  const states = [...query.getAll('state'), ...query.getAll('state[]')];
  const unknown = states.find((state) => !JOB_STATES.has(state));
  if (unknown !== undefined) throw badRequest(`Invalid state: ${unknown}`);
  const stepKey = query.get('step_key');
  const groupKey = query.get('group_key');
  return withStates(jobs, states)
    .filter((job) => query.get('include_retried_jobs') !== 'false' || !job.retried)
    .filter(({ plan }) => stepKey === null || plan.key === stepKey)
    .filter(({ plan }) => groupKey === null || (plan.type === 'script' && plan.groupKey === groupKey));
}

function positionOf(jobs: readonly JobAttempt[], cursor: string): number {
  const position = jobs.findIndex((job) => cursorOf(job) === cursor);
  if (position === -1) throw badRequest('Invalid cursor');
  return position;
}

/** The first position of the page that a query asks for. */
function firstOf(jobs: readonly JobAttempt[], query: URLSearchParams, perPage: number): number {
  const [after, before] = [query.get('after'), query.get('before')];
  if (after !== null && before !== null) throw badRequest('after and before cannot be used together');
  if (after !== null) return positionOf(jobs, after) + 1;
  return before === null ? 0 : Math.max(0, positionOf(jobs, before) - perPage);
}

/** One cursor page of the jobs of a build; 400 for a state or cursor that is none, and for `after` beside `before`. */
export function jobsPage(all: readonly JobAttempt[], url: URL): JobsPage {
  const query = url.searchParams;
  const asked = Number(query.get('per_page') ?? DEFAULT_PER_PAGE);
  const perPage = Number.isInteger(asked) && asked > 0 ? Math.min(asked, MOST_PER_PAGE) : DEFAULT_PER_PAGE;
  const jobs = wanted(all, query);
  const first = firstOf(jobs, query, perPage);
  const items = jobs.slice(first, first + perPage);
  const to = (name: 'after' | 'before', job: JobAttempt): string => {
    const address = new URL(url);
    address.searchParams.delete('after');
    address.searchParams.delete('before');
    address.searchParams.set(name, cursorOf(job));
    return address.href;
  };
  const [head, tail] = [items[0], items.at(-1)];
  return {
    items,
    links: {
      self: url.href,
      ...(head !== undefined && first > 0 && { prev: to('before', head) }),
      ...(tail !== undefined && first + perPage < jobs.length && { next: to('after', tail) }),
    },
  };
}
