/** Which page of a list is asked for; both at least 1. */
export interface PageQuery {
  readonly page: number;
  readonly perPage: number;
}

const DEFAULT_PER_PAGE = 30;
const MOST_PER_PAGE = 100;

function wholeNumber(text: string | null, otherwise: number): number {
  const value = Number(text ?? '');
  return Number.isInteger(value) && value > 0 ? value : otherwise;
}

/** `page` and `per_page` of a query string: 1 and 30 unless given, more than 100 a page is cut silently. */
export function pageQuery(query: URLSearchParams): PageQuery {
  return {
    page: wholeNumber(query.get('page'), 1),
    perPage: Math.min(wholeNumber(query.get('per_page'), DEFAULT_PER_PAGE), MOST_PER_PAGE),
  };
}
