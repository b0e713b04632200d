import type { Page } from './page.js';

/**
 * The `Link` header of one page of a list: absolute addresses, `rel` first, prev, next and last as far as they apply
 * and are known, and empty when the list fits one page (recorded in 2015 and 2023). The lists of builds know no last page:
 * Buildkite promises none, and whoever relied on it would be caught here.
 */
export function linkHeader(url: URL, { query, more, last }: Page<unknown>): string {
  const { page } = query;
  if (page === 1 && !more) return '';
  const to = (number: number, rel: string): string => {
    const address = new URL(url);
    address.searchParams.set('page', String(number));
    return `<${address.href}>; rel="${rel}"`;
  };
  return [
    ...(page > 1 ? [to(1, 'first'), to(page - 1, 'prev')] : []),
    ...(more ? [to(page + 1, 'next')] : []),
    ...(last === undefined ? [] : [to(last, 'last')]),
  ].join(', ');
}
