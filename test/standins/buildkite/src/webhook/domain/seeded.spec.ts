import fc from 'fast-check';
import { seeded } from './seeded.js';

function drawn(seed: number, count: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => random());
}

describe('numbers of a seed', () => {
  it('are the same ones every time', () => {
    fc.assert(fc.property(fc.nat(), (seed) => expect(drawn(seed, 20)).toEqual(drawn(seed, 20))));
  });

  it('lie between 0 and 1', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        for (const number of drawn(seed, 20)) expect(number >= 0 && number < 1).toBe(true);
      }),
    );
  });

  it('are other ones for another seed', () => {
    expect(drawn(1, 3)).not.toEqual(drawn(2, 3));
  });

  it('are spread evenly', () => {
    const below = drawn(7, 10_000).filter((number) => number < 0.3).length;
    expect(below).toBeGreaterThan(2_800);
    expect(below).toBeLessThan(3_200);
  });
});
