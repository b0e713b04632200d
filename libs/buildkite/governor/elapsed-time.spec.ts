import type { Clock } from '#libs/platform';
import { elapsedTime } from './elapsed-time.js';

/** A clock that shows these times, one after the other. */
function clockShowing(...times: string[]): Clock {
  let asked = 0;
  return { now: () => new Date(times[asked++] ?? Number.NaN), sleep: () => Promise.resolve() };
}

describe('elapsed time', () => {
  it('begins at zero and follows the clock', () => {
    const elapsed = elapsedTime(
      clockShowing('2026-11-20T12:00:00Z', '2026-11-20T12:00:00Z', '2026-11-20T12:00:01.500Z'),
    );
    expect([elapsed(), elapsed()]).toEqual([0, 1_500]);
  });

  it('never goes back when the clock is set back, and goes on from there', () => {
    const elapsed = elapsedTime(
      clockShowing(
        '2026-11-20T12:00:00Z',
        '2026-11-20T12:00:05Z',
        '2026-11-20T11:00:05Z',
        '2026-11-20T11:00:06Z',
      ),
    );
    expect([elapsed(), elapsed(), elapsed()]).toEqual([5_000, 5_000, 6_000]);
  });
});
