import { ReplyTooLarge } from '../http/failures.js';
import { buildsPage, oldestCreation, type BuildsPage } from './builds-page.js';
import { buildsUrl, commitBatches, type BuildsQuery, type Window } from './builds-query.js';
import { pagesOf } from './pages.js';
import { ListingTooDeep } from './refusal.js';
import type { Asking, Session } from './session.js';
import type { Urgency } from './urgency.js';

/** The page size to try when a page of this size is too large; 100 is the most that Buildkite gives. */
const smallerPages: Readonly<Record<number, number>> = { 100: 25, 25: 5 };

/**
 * The builds that a query finds, page by page, newest first, each build once: new ones push older ones down while the
 * pages are read, so that some come twice. Where Buildkite will not go deeper, and where a page is too large, the list
 * begins anew below the oldest build that was seen. Throws NotFound for a pipeline that Buildkite does not show.
 */
export async function* buildPages(
  session: Session,
  api: URL,
  query: BuildsQuery,
  urgency: Urgency,
): AsyncGenerator<BuildsPage, void, undefined> {
  const { organization } = query;
  const about = { organization, isAboutOne: query.pipeline !== undefined };
  const seen = new Set<string>();
  for (const commits of commitBatches(query.commits)) {
    let window: Window | undefined = { perPage: 100, createdTo: query.createdTo };
    while (window !== undefined) {
      const url = buildsUrl(api, query, commits, window);
      window = yield* pagesIn(window, session, { url, ...about, ...urgency }, seen);
    }
  }
}

/** The pages of one list; returns the window in which to go on when it cannot be read to its end. */
async function* pagesIn(
  window: Window,
  session: Session,
  asking: Asking & { readonly organization: string },
  seen: Set<string>,
): AsyncGenerator<BuildsPage, Window | undefined, undefined> {
  let oldest: string | undefined;
  try {
    for await (const { rows, lookedAt } of pagesOf(session, asking)) {
      oldest = [oldest, oldestCreation(rows)].filter((at) => at !== undefined).sort()[0];
      yield onlyNew(buildsPage(rows, asking.organization, lookedAt), seen);
    }
    return undefined;
  } catch (error) {
    const narrower = narrowed(window, oldest, error);
    if (narrower === undefined) throw error;
    return narrower;
  }
}

function narrowed(window: Window, oldest: string | undefined, error: unknown): Window | undefined {
  const createdTo = oldest === undefined ? window.createdTo : justAfter(oldest);
  if (error instanceof ReplyTooLarge) {
    const perPage = smallerPages[window.perPage];
    return perPage === undefined ? undefined : { perPage, createdTo };
  }
  const isNarrower =
    createdTo !== undefined && !(window.createdTo !== undefined && createdTo >= window.createdTo);
  return error instanceof ListingTooDeep && isNarrower ? { ...window, createdTo } : undefined;
}

/** `created_to` leaves out what was created at its own instant. */
function justAfter(instant: string): string {
  return new Date(Date.parse(instant) + 1).toISOString();
}

function onlyNew(page: BuildsPage, seen: Set<string>): BuildsPage {
  const isNew = (id: string | undefined) => {
    if (id === undefined) return true;
    const wasSeen = seen.has(id);
    seen.add(id);
    return !wasSeen;
  };
  return {
    lookedAt: page.lookedAt,
    looks: page.looks.filter(({ build }) => isNew(build.id)),
    unreadable: page.unreadable.filter(({ id }) => isNew(id)),
  };
}
