import fc from 'fast-check';
import { retryDelayMs } from './retry-delay.js';

describe('The delay before a retry', () => {
  it('doubles from 100 ms up to 2 s', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((attempt) => retryDelayMs(attempt, 0))).toEqual([
      100, 200, 400, 800, 1600, 2000, 2000,
    ]);
  });

  it('is shortened by chance, to no less than half', () => {
    expect(retryDelayMs(1, 1)).toBe(50);
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), chance, (attempt, random) => {
        const full = retryDelayMs(attempt, 0);
        const delay = retryDelayMs(attempt, random);
        return delay >= full / 2 && delay <= full;
      }),
    );
  });

  it('leaves the five retries well under five seconds, a third of a Kafka session', () => {
    const total = [1, 2, 3, 4, 5].reduce((sum, attempt) => sum + retryDelayMs(attempt, 0), 0);
    expect(total).toBeLessThan(5000);
  });
});
