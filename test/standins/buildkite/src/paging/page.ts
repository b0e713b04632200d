import type { PageQuery } from './page-query.js';

/** One page of a list on its way out: the body is its items, the `Link` header is made from the rest. */
export class Page<Item> {
  constructor(
    readonly items: readonly Item[],
    readonly total: number,
    readonly query: PageQuery,
  ) {}

  /** Cuts one page out of a whole list. */
  static of<Item>(all: readonly Item[], query: PageQuery): Page<Item> {
    const first = (query.page - 1) * query.perPage;
    return new Page(all.slice(first, first + query.perPage), all.length, query);
  }

  map<Other>(change: (item: Item) => Other): Page<Other> {
    return new Page(this.items.map(change), this.total, this.query);
  }
}
