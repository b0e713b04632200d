import { encodeCursor, type Position } from './cursor.js';

/** One page of a list; `next` is to be given back as `after`, and null on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/**
 * A page of at most `limit` items.
 * @param found what was found, in order: ask the store for `limit + 1`, so that one more tells that there is a next page
 * @param scope see `encodeCursor`
 * @param positionOf the values by which the list is ordered, of one item
 */
export function pageOf<Item>(
  found: readonly Item[],
  limit: number,
  scope: string,
  positionOf: (item: Item) => Position,
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const next = found.length > limit && last !== undefined ? encodeCursor(scope, positionOf(last)) : null;
  return { items, next };
}
