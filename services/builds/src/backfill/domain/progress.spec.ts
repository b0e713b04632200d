import fc from 'fast-check';
import { begun, ended, listedIn, pageRead, pipelineRead, requested, type Backfill } from './backfill.js';
import { progressOf } from './progress.js';

const noon = new Date('2026-11-23T12:00:00.000Z');
const second = (count: number) => new Date(noon.getTime() + count * 1_000);
const day = 24 * 3_600_000;
const cause = { organization: 'acme', connection: 'one', repository: 'github.com/acme/shop', cause: 'it' };
const waiting = requested(cause, noon);
const running = begun(waiting, noon, 30 * day);
const listed = (...slugs: readonly string[]) =>
  listedIn(
    running,
    'acme-inc',
    slugs.map((slug) => ({ id: slug, slug })),
  );
let ids = 0;
/** The backfill after a page of so many builds, which reaches so many days back. */
const page = (backfill: Backfill, pipeline: string, builds: number, days: number, now = noon) =>
  pageRead(
    backfill,
    pipeline,
    Array.from({ length: builds }, () => ({
      id: String((ids += 1)),
      createdAt: new Date(noon.getTime() - days * day).toISOString(),
    })),
    now,
  );

describe('the progress of a backfill', () => {
  it('is not known before it is known what there is to read', () => {
    const unknown = { done: 0, found: 0, pagesLeft: null, secondsLeft: null };
    expect([progressOf(waiting), progressOf(running)]).toEqual([unknown, unknown]);
  });

  it('has a page left for every pipeline before the first one has been read', () => {
    expect(progressOf(listed('a', 'b', 'c'))).toEqual({ done: 0, found: 0, pagesLeft: 3, secondsLeft: null });
  });

  it('is reckoned from the share of the time that has been read', () => {
    const one = page(listed('a'), 'a', 100, 3, second(2));
    expect(progressOf(one)).toEqual({ done: 1, found: 100, pagesLeft: 9, secondsLeft: 18 });
    const two = page(one, 'a', 100, 15, second(8));
    expect(progressOf(two)).toEqual({ done: 2, found: 200, pagesLeft: 2, secondsLeft: 8 });
  });

  it('takes pipelines that were not begun for ones like the others', () => {
    const read = pipelineRead(page(page(listed('a', 'b', 'c'), 'a', 100, 10), 'a', 100, 29), 'a');
    expect(progressOf(read).pagesLeft).toBe(4);
  });

  it('has a page left for what is not read to its end, however little it may be', () => {
    expect(progressOf(page(listed('a'), 'a', 100, 30)).pagesLeft).toBe(1);
    expect(progressOf(page(listed('a'), 'a', 100, 31)).pagesLeft).toBe(1);
  });

  it('has nothing left at the end, whatever was reckoned before', () => {
    const end = ended(page(listed('a', 'b'), 'a', 40, 2), second(9));
    expect(progressOf(end)).toEqual({ done: 1, found: 40, pagesLeft: 0, secondsLeft: 0 });
  });

  it('is always a number of pages, none only when all has been read', () => {
    const anyPage = fc.record({
      pipeline: fc.constantFrom('a', 'b', 'c'),
      builds: fc.integer({ min: 0, max: 100 }),
      days: fc.integer({ min: 0, max: 40 }),
      isLast: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyPage, { maxLength: 20 }), (pages) => {
        let backfill = listed('a', 'b', 'c');
        for (const { pipeline, builds, days, isLast } of pages) {
          backfill = page(backfill, pipeline, builds, days);
          if (isLast) backfill = pipelineRead(backfill, pipeline);
          const { pagesLeft } = progressOf(backfill);
          const unread = backfill.pipelines.filter(({ isRead }) => !isRead).length;
          expect(Number.isInteger(pagesLeft)).toBe(true);
          expect(pagesLeft).toBeGreaterThanOrEqual(unread);
          if (unread === 0) expect(pagesLeft).toBe(0);
        }
      }),
    );
  });
});
