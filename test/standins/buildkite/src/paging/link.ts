import type { PageQuery } from './page-query.js';

/**
 * The `Link` header of one page of a list: absolute addresses, `rel` first, prev, next and last as far as they apply,
 * and empty when the list fits one page (recorded in 2015 and 2023).
 */
export function linkHeader(url: URL, { page, perPage }: PageQuery, total: number): string {
  const last = Math.max(1, Math.ceil(total / perPage));
  if (last === 1 && page === 1) return '';
  const to = (number: number, rel: string): string => {
    const address = new URL(url);
    address.searchParams.set('page', String(number));
    return `<${address.href}>; rel="${rel}"`;
  };
  return [
    ...(page > 1 ? [to(1, 'first'), to(page - 1, 'prev')] : []),
    ...(page < last ? [to(page + 1, 'next')] : []),
    to(last, 'last'),
  ].join(', ');
}
