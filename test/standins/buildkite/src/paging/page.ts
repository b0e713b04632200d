import type { PageQuery } from './page-query.js';

/** One page of a list on its way out: the body is its items, the `Link` header is made from the rest. */
export class Page<Item> {
  constructor(
    readonly items: readonly Item[],
    readonly query: PageQuery,
    /** Whether there is a page behind this one. */
    readonly more: boolean,
    /** The number of the last page, of lists that know it. */
    readonly last: number | undefined,
  ) {}

  /** Cuts one page out of a whole list. */
  static of<Item>(all: readonly Item[], query: PageQuery): Page<Item> {
    const first = (query.page - 1) * query.perPage;
    const end = first + query.perPage;
    const last = Math.max(1, Math.ceil(all.length / query.perPage));
    return new Page(all.slice(first, end), query, end < all.length, last);
  }

  map<Other>(change: (item: Item) => Other): Page<Other> {
    return new Page(this.items.map(change), this.query, this.more, this.last);
  }
}
