import fc from 'fast-check';
import { recordedEvent } from '../../../testing/an-event.js';
import { pageBackwards } from './all-page-backwards.js';
import { indexAt, isValidForwards, pageForwards, type AllPage, type KeptLog } from './all-page.js';
import type { EventFilter } from './event-filter.js';
import { START, comparePositions, positionOf, type LogPosition } from './log-position.js';

/** A log of so many events of 100 bytes behind position 1000; every third one is of the stream `b`. */
function logOf(count: number): KeptLog {
  const events = Array.from({ length: count }, (_, index) =>
    recordedEvent({
      position: 1_000 + index * 100,
      stream: index % 3 === 2 ? 'b' : 'a',
      type: `Type${String(index % 2)}`,
    }),
  );
  return { events, count };
}

const NO_LIMIT = { maxCount: Infinity, maxSearchWindow: Infinity };
const positions = (page: AllPage): readonly number[] => page.events.map(({ position }) => position);

describe('a page of everything, forwards', () => {
  it('begins with the event at the position', () => {
    const page = pageForwards(logOf(3), { commit: 1_100, prepare: 1_100 }, undefined, NO_LIMIT);
    expect(positions(page)).toEqual([1_100, 1_200]);
    expect(page).toMatchObject({ isEnd: true, next: { commit: 1_300, prepare: 0 } });
  });

  it('begins behind an event whose commit it names with a higher prepare', () => {
    expect(positions(pageForwards(logOf(2), { commit: 1_000, prepare: 1_001 }, undefined, NO_LIMIT))).toEqual(
      [1_100],
    );
  });

  it('ends where it is full, and does not know then that nothing follows', () => {
    const page = pageForwards(logOf(2), START, undefined, { ...NO_LIMIT, maxCount: 2 });
    expect(page).toMatchObject({ isEnd: false, next: { commit: 1_200, prepare: 0 }, considered: 2 });
    expect(pageForwards(logOf(2), page.next, undefined, NO_LIMIT)).toEqual({
      events: [],
      next: page.next,
      isEnd: true,
      considered: 0,
    });
  });

  it('looks no further than its window, whatever it finds', () => {
    const filter: EventFilter = { on: 'stream', prefixes: ['b'] };
    const page = pageForwards(logOf(9), START, filter, { ...NO_LIMIT, maxSearchWindow: 4 });
    expect(positions(page)).toEqual([1_200]);
    expect(page).toMatchObject({ isEnd: false, considered: 4, next: { commit: 1_400, prepare: 0 } });
  });

  it('shows no event that is still being written', () => {
    const { events } = logOf(3);
    expect(positions(pageForwards({ events, count: 2 }, START, undefined, NO_LIMIT))).toEqual([1_000, 1_100]);
  });

  it.each([
    [{ on: 'stream', prefixes: ['x', 'b'] }, [1_200]],
    [{ on: 'stream', regex: /^a$/u }, [1_000, 1_100]],
    [{ on: 'type', prefixes: ['Type1'] }, [1_100]],
    [{ on: 'type', regex: /0$/u }, [1_000, 1_200]],
    [{ on: 'type', prefixes: [] }, []],
  ] satisfies readonly (readonly [EventFilter, readonly number[]])[])(
    'shows what %j lets through',
    (filter, expected) => {
      expect(positions(pageForwards(logOf(3), START, filter, NO_LIMIT))).toEqual(expected);
    },
  );
});

describe('a page of everything, backwards', () => {
  it('begins with the last event that ends at the position', () => {
    const page = pageBackwards(logOf(3), { commit: 1_200, prepare: 1_200 }, undefined, NO_LIMIT);
    expect(positions(page)).toEqual([1_100, 1_000]);
    expect(page.isEnd).toBe(true);
  });

  it('goes on where it ended', () => {
    const first = pageBackwards(logOf(3), { commit: 1_300, prepare: 1_300 }, undefined, {
      ...NO_LIMIT,
      maxCount: 1,
    });
    expect(positions(first)).toEqual([1_200]);
    const second = pageBackwards(logOf(3), first.next, undefined, NO_LIMIT);
    expect(positions(second)).toEqual([1_100, 1_000]);
  });

  it('looks no further than its window', () => {
    const filter: EventFilter = { on: 'stream', prefixes: ['b'] };
    const page = pageBackwards(logOf(9), { commit: 1_900, prepare: 1_900 }, filter, {
      ...NO_LIMIT,
      maxSearchWindow: 2,
    });
    expect(page).toMatchObject({ considered: 2, isEnd: false });
  });
});

describe('pages one after the other', () => {
  it('hold every event once, whatever their limits, in both directions', () => {
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 7 }),
        (count, maxCount, window) => {
          const log = logOf(count);
          const limits = { maxCount, maxSearchWindow: window };
          const all = log.events.map(({ position }) => position);
          const walk = (page: typeof pageForwards, from: LogPosition): readonly number[] => {
            const found: number[] = [];
            for (let at = from; ;) {
              const { events, next, isEnd } = page(log, at, undefined, limits);
              found.push(...events.map(({ position }) => position));
              if (isEnd) return found;
              at = next;
            }
          };
          const end = 1_000 + count * 100;
          expect(walk(pageForwards, START)).toEqual(all);
          expect(walk(pageBackwards, { commit: end, prepare: end })).toEqual([...all].reverse());
        },
      ),
    );
  });
});

describe('a position', () => {
  it.each([
    [0, true],
    [1_000, true],
    [1_100, true],
    [1_200, true],
    [9_999, true],
    [500, false],
    [1_001, false],
    [1_099, false],
    [1_101, true],
  ])('%i of a log from 1000 to 1200 is valid: %s', (commit, valid) => {
    expect(isValidForwards(logOf(2), { commit, prepare: commit })).toBe(valid);
  });

  it('is found among events', () => {
    expect([999, 1_000, 1_001, 1_100, 5_000].map((offset) => indexAt(logOf(2), offset))).toEqual([
      0, 0, 1, 1, 2,
    ]);
  });

  it('lies before another by commit, then by prepare', () => {
    expect(comparePositions({ commit: 1, prepare: 9 }, { commit: 2, prepare: 0 })).toBeLessThan(0);
    expect(comparePositions({ commit: 2, prepare: 0 }, { commit: 2, prepare: 2 })).toBeLessThan(0);
    expect(comparePositions(positionOf({ position: 7 }), { commit: 7, prepare: 7 })).toBe(0);
  });
});
