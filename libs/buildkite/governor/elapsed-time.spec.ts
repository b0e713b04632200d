import { turnedClock } from '../testing/turned-clock.js';
import { elapsedTime } from './elapsed-time.js';

describe('elapsed time', () => {
  it('begins at zero and follows the clock', async () => {
    const clock = turnedClock();
    const elapsed = elapsedTime(clock);
    expect(elapsed()).toBe(0);
    await clock.turn(1_500);
    expect(elapsed()).toBe(1_500);
  });

  it('never goes back when the clock is set back, and goes on from there', async () => {
    const clock = turnedClock('2026-11-20T12:00:00Z');
    const elapsed = elapsedTime(clock);
    await clock.turn(5_000);
    expect(elapsed()).toBe(5_000);
    clock.set('2026-11-20T11:00:00Z');
    expect(elapsed()).toBe(5_000);
    await clock.turn(1_000);
    expect(elapsed()).toBe(6_000);
  });
});
