import { ReplyUnusable } from '../errors.js';

const link = /<([^>]*)>([^<]*)/g;
const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i;
const secretParameters = ['access_token', 'api_key'];

/**
 * The next page that a `Link` header names (RFC 8288; Buildkite docs: REST API › Pagination); undefined when it is absent,
 * empty or names none. The token goes along, so a page on another host than `current`, or over another protocol, is
 * refused with ReplyUnusable; parameters in which a token might stand are taken off.
 */
export function nextPage(header: string | null, current: URL): URL | undefined {
  const next = [...(header ?? '').matchAll(link)].find(([, , parameters]) => isNext(parameters));
  if (next === undefined) return undefined;
  return linkedPage(next[1] ?? '', current);
}

/** The page at an address that a reply names; refused and cleaned as that of a `Link` header is. */
export function linkedPage(address: string, current: URL): URL {
  const url = URL.canParse(address, current.href) ? new URL(address, current) : undefined;
  if (url === undefined || url.origin !== current.origin || url.username !== '' || url.password !== '')
    throw new ReplyUnusable('Buildkite named a next page on another host; it was not followed.');
  for (const name of secretParameters) url.searchParams.delete(name);
  return url;
}

function isNext(parameters: string | undefined): boolean {
  const [, quoted, bare] = relation.exec(parameters ?? '') ?? [];
  return (quoted ?? bare ?? '').toLowerCase().split(/\s+/).includes('next');
}
