import fc from 'fast-check';
import { Unprocessable } from '../errors.js';
import { runEvents } from './run-events.js';

describe('Running a handler over events', () => {
  let calls: number[][];
  let retries: number[];
  let ownership: AbortController;

  beforeEach(() => {
    calls = [];
    retries = [];
    ownership = new AbortController();
  });

  const run = (items: readonly number[], handle: (items: readonly number[]) => void) =>
    runEvents(items, {
      signal: ownership.signal,
      handle: async (some) => {
        calls.push([...some]);
        handle(some);
      },
      beforeRetry: async (attempt) => void retries.push(attempt),
    });
  const unprocessable = (item: number) => new Unprocessable('odd', `${item} is odd.`);

  it('calls it once for all of them when it succeeds', async () => {
    expect(await run([1, 2, 3], () => undefined)).toEqual([]);
    expect(calls).toEqual([[1, 2, 3]]);
  });

  it('does not call it for none', async () => {
    expect(await run([], () => undefined)).toEqual([]);
    expect(calls).toEqual([]);
  });

  describe('that may succeed later', () => {
    it('tries all of them again until it does', async () => {
      const poison = await run([1, 2], () => {
        if (calls.length < 4) throw new Error('not yet');
      });
      expect(poison).toEqual([]);
      expect(calls).toEqual(Array.from({ length: 4 }, () => [1, 2]));
      expect(retries).toEqual([1, 2, 3]);
    });

    it('gives up after five retries with what it threw last, and sets nothing aside', async () => {
      const running = run([1, 2], () => {
        throw new Error(`try ${calls.length}`);
      });
      await expect(running).rejects.toThrow('try 6');
      expect(retries).toEqual([1, 2, 3, 4, 5]);
    });

    it('stops at once when waiting is refused', async () => {
      const running = runEvents([1], {
        signal: ownership.signal,
        handle: () => Promise.reject(new Error('not yet')),
        beforeRetry: () => Promise.reject(new Error('the group has moved on')),
      });
      await expect(running).rejects.toThrow('the group has moved on');
    });
  });

  describe('that can never succeed for some', () => {
    it('sets one event aside at the first try', async () => {
      const poison = await run([7], ([item = 0]) => {
        throw unprocessable(item);
      });
      expect(poison).toEqual([{ item: 7, reason: 'odd', detail: '7 is odd.', attempts: 1 }]);
      expect(calls).toHaveLength(1);
    });

    it('finds one of 500 in few calls, with all others handled', async () => {
      const items = [...Array(500).keys()];
      const handled = new Set<number>();
      const poison = await run(items, (some) => {
        if (some.includes(123)) throw unprocessable(123);
        for (const item of some) handled.add(item);
      });
      expect(poison.map(({ item }) => item)).toEqual([123]);
      expect(handled.size).toBe(499);
      expect(calls.length).toBeLessThan(25);
    });

    it('sets aside those and no others, and handles the others in order, wherever they are', async () => {
      const cases = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.uniqueArray(fc.nat(39)));
      await fc.assert(
        fc.asyncProperty(cases, async ([size, bad]) => {
          const items = [...Array(size).keys()];
          const handled: number[] = [];
          const poison = await runEvents(items, {
            signal: ownership.signal,
            handle: async (some) => {
              const found = some.find((item) => bad.includes(item));
              if (found !== undefined) throw unprocessable(found);
              handled.push(...some);
            },
            beforeRetry: () => Promise.reject(new Error('nothing is retried')),
          });
          expect(poison.map(({ item }) => item)).toEqual(items.filter((item) => bad.includes(item)));
          expect(handled).toEqual(items.filter((item) => !bad.includes(item)));
        }),
        { numRuns: 300 },
      );
    });
  });

  describe('that has a bug', () => {
    it('tries one event three times before it sets it aside', async () => {
      const poison = await run([1], () => {
        throw new TypeError('x is undefined');
      });
      expect(poison).toEqual([
        { item: 1, reason: 'handler-bug', detail: 'TypeError: x is undefined', attempts: 3 },
      ]);
      expect(calls).toHaveLength(3);
      expect(retries).toEqual([1, 2]);
    });

    it('handles the event when the bug does not show again', async () => {
      const poison = await run([1], () => {
        if (calls.length < 3) throw new TypeError('a race');
      });
      expect(poison).toEqual([]);
    });

    it('narrows it down to the event before it counts tries', async () => {
      const poison = await run([1, 2, 3, 4], (some) => {
        if (some.includes(3)) throw new RangeError('3');
      });
      expect(poison.map(({ item, attempts }) => [item, attempts])).toEqual([[3, 3]]);
      expect(calls).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [3], [4]]);
    });
  });

  describe('whose events were taken away', () => {
    it('is not called any more', async () => {
      ownership.abort(new Error('taken away'));
      await expect(run([1], () => undefined)).rejects.toThrow('taken away');
      expect(calls).toEqual([]);
    });

    it('has what it threw passed on, and nothing set aside', async () => {
      const running = run([1], () => {
        ownership.abort();
        throw unprocessable(1);
      });
      await expect(running).rejects.toBeInstanceOf(Unprocessable);
      expect(retries).toEqual([]);
    });

    it('leaves the second half alone', async () => {
      const running = run([1, 2], (some) => {
        if (some.length === 2) throw unprocessable(1);
        ownership.abort(new Error('taken away'));
      });
      await expect(running).rejects.toThrow('taken away');
      expect(calls).toEqual([[1, 2], [1]]);
    });
  });
});
