import fc from 'fast-check';
import { densestWindow } from './densest-windows.js';

describe('the densest window', () => {
  it('is wherever most requests lie within 60 seconds, not where a minute of the clock begins', () => {
    expect(densestWindow([0, 50_000, 61_000, 62_000, 109_999, 200_000])).toEqual({ most: 4, fromMs: 50_000 });
  });

  it('does not hold its own end', () => {
    expect(densestWindow([0, 60_000]).most).toBe(1);
    expect(densestWindow([0, 59_999])).toEqual({ most: 2, fromMs: 0 });
  });

  it('is the first one of several that are as dense', () => {
    expect(densestWindow([0, 1, 100_000, 100_001]).fromMs).toBe(0);
  });

  it('is found whatever the order of the times', () => {
    const times = fc.array(fc.nat(300_000), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(times, (timesMs) => {
        const counts = timesMs.map(
          (fromMs) => timesMs.filter((ms) => ms >= fromMs && ms < fromMs + 60_000).length,
        );
        expect(densestWindow(timesMs).most).toBe(Math.max(...counts));
      }),
    );
  });

  it('is quick to find among very many', () => {
    const timesMs = Array.from({ length: 500_000 }, (_, index) => index * 100);
    expect(densestWindow(timesMs)).toEqual({ most: 600, fromMs: 0 });
  });
});
