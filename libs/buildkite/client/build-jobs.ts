import type { JobAction, ObservedJob } from '#libs/contracts';
import { ReplyUnusable } from '../errors.js';
import { linkedPage } from '../http/link.js';
import { buildJobs } from '../parsing/build-jobs.js';
import { objectOf } from '../parsing/json.js';
import type { Asking, Session } from './session.js';

/** The jobs of a build, all pages in one. */
export interface JobsFound {
  /** The earliest `Date` of the pages: RFC 3339, UTC, whole seconds. */
  readonly lookedAt: string;
  /** In Buildkite's order, retried ones too; wait steps are left out. */
  readonly jobs: readonly ObservedJob[];
  /** Retries and unblocks, the earliest first. */
  readonly actions: readonly JobAction[];
  /** Whether these are all that there had been by `lookedAt`. */
  readonly areActionsWhole: boolean;
}

/** A build has 4,000 jobs at most (Buildkite docs: Platform limits). */
const mostPages = 40;

/**
 * All jobs of a build, page by page, each next one where the reply's `links` say (Buildkite docs: REST API › Jobs ›
 * List jobs for a build). What is read of more pages than Buildkite has jobs for is not whole.
 * @param asking the address of the first page
 * @throws ReplyUnusable when a page is no list of jobs, leads to another host, or the pages go round in a circle
 */
export async function allJobs(session: Session, asking: Asking): Promise<JobsFound> {
  const seen = new Set<string>();
  const rows: unknown[] = [];
  const dates: string[] = [];
  let url: URL | undefined = asking.url;
  while (url !== undefined && seen.size < mostPages) {
    if (seen.has(url.href)) throw new ReplyUnusable('The pages of jobs of Buildkite do not come to an end.');
    seen.add(url.href);
    const { json, lookedAt } = await session.get({ ...asking, url });
    const page = objectOf(json);
    if (!Array.isArray(page?.['items'])) throw new ReplyUnusable('Buildkite answered with no list of jobs.');
    rows.push(...(page['items'] as unknown[]));
    dates.push(lookedAt);
    const next = objectOf(page['links'])?.['next'];
    url = typeof next === 'string' && next !== '' ? linkedPage(next, url) : undefined;
  }
  const [lookedAt = ''] = dates.sort();
  const { jobs, actions, areActionsWhole } = buildJobs(rows);
  return {
    lookedAt,
    jobs,
    actions: dates.length > 1 ? withinSecond(actions, lookedAt) : actions,
    areActionsWhole: areActionsWhole && url === undefined,
  };
}

/** An action from after the first page may show on a later one, while one before it does not. */
function withinSecond(actions: readonly JobAction[], second: string): readonly JobAction[] {
  const end = Date.parse(second) + 1_000;
  return actions.filter(({ at }) => Date.parse(at) < end);
}
