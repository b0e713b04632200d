import { decodeCursor } from './cursor.js';
import { pageOf } from './page.js';

const positionOf = (item: string): [string] => [item];

describe('a page', () => {
  it('has at most so many items and a cursor behind the last of them', () => {
    const page = pageOf(['a', 'b', 'c'], 2, 'list', positionOf);
    expect(page.items).toEqual(['a', 'b']);
    expect(decodeCursor('list', page.next ?? '')).toEqual(['b']);
  });

  it.each([[[]], [['a']], [['a', 'b']]])('of %j is the last one', (found: string[]) => {
    expect(pageOf(found, 2, 'list', positionOf)).toEqual({ items: found, next: null });
  });

  it('leads through a whole list, each item once', () => {
    const all = Array.from({ length: 23 }, (_, index) => String(index).padStart(2, '0'));
    const seen: string[] = [];
    for (let after = ''; ;) {
      const page = pageOf(all.filter((item) => item > after).slice(0, 6), 5, 'list', positionOf);
      seen.push(...page.items);
      if (page.next === null) break;
      [after] = decodeCursor('list', page.next) as [string];
    }
    expect(seen).toEqual(all);
  });
});
