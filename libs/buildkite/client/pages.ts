import { ReplyUnusable } from '../errors.js';
import type { Answer, Asking, Session } from './session.js';

/** One page of a list. */
export interface ListPage extends Omit<Answer, 'json'> {
  readonly rows: readonly unknown[];
}

const mostPages = 5_000;

/**
 * All pages of a list, one after the other, each asked for when the one before has been used; the next one is where
 * Buildkite's `Link` says, never computed (Buildkite docs: REST API › Pagination). Throws ReplyUnusable when a page is
 * no list or the pages go round in a circle.
 */
export async function* pagesOf(session: Session, asking: Asking): AsyncGenerator<ListPage, void, undefined> {
  const seen = new Set<string>();
  for (let url: URL | undefined = asking.url; url !== undefined;) {
    if (seen.has(url.href) || seen.size >= mostPages)
      throw new ReplyUnusable('The pages of a list of Buildkite do not come to an end.');
    seen.add(url.href);
    const { json, ...answer }: Answer = await session.get({ ...asking, url });
    if (!Array.isArray(json)) throw new ReplyUnusable('Buildkite answered with something that is no list.');
    yield { ...answer, rows: json };
    url = answer.next;
  }
}
