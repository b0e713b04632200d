import fc from 'fast-check';
import { backOff } from './back-off.js';

describe('Backing off', () => {
  it('doubles up to five seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 60, 6_000].map((failures) => backOff(failures, 0))).toEqual([
      200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000,
    ]);
  });

  it('leaves out up to a half by chance', () => {
    expect(backOff(1, 1)).toBe(100);
    expect(backOff(60, 0.5)).toBe(3_750);
  });

  it('always rests, and never for long', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const rest = backOff(failures, random);
          expect(rest).toBeGreaterThanOrEqual(100);
          expect(rest).toBeLessThanOrEqual(5_000);
        },
      ),
    );
  });
});
