import { askAgainAt } from './ask-again.js';

const minute = 60_000;
const since = '2026-11-23T12:00:00.000Z';
const now = (minutes: number) => new Date(Date.parse(since) + minutes * minute);

/** How many of the cycles of so many minutes ask. */
function asked(minutes: number): number {
  let count = 0;
  let next = since;
  for (let cycle = 0; cycle < minutes; cycle += 1)
    if (now(cycle).toISOString() >= next) {
      count += 1;
      next = askAgainAt(since, now(cycle), minute);
    }
  return count;
}

describe('asking again', () => {
  it('is done with the next cycle in the first hour', () => {
    expect(askAgainAt(since, now(0), minute)).toBe(since);
    expect(asked(60)).toBe(60);
  });

  it('is done with every tenth cycle later, however exactly they begin', () => {
    const next = Date.parse(askAgainAt(since, now(60), minute));
    expect(next).toBeGreaterThan(now(69).getTime());
    expect(next).toBeLessThan(now(70).getTime());
    expect(asked(60 + 23 * 60)).toBe(60 + 23 * 6);
  });
});
