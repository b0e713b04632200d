import { diceOf } from './dice.js';

const throwsOf = (seed: number, purpose: string) => {
  const dice = diceOf(seed, purpose);
  return Array.from({ length: 200 }, () => dice.whole(1, 6));
};

describe('dice', () => {
  it('fall the same way for the same seed and purpose, and for no other', () => {
    expect(throwsOf(1, 'builds')).toEqual(throwsOf(1, 'builds'));
    expect(throwsOf(1, 'builds')).not.toEqual(throwsOf(2, 'builds'));
    expect(throwsOf(1, 'builds')).not.toEqual(throwsOf(1, 'deploys'));
  });

  it('show every number from the least to the most, and no other', () => {
    expect([...new Set(throwsOf(1, 'builds'))].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(diceOf(1, 'one').whole(7, 7)).toBe(7);
  });

  it('are true in about the share that was asked for', () => {
    const dice = diceOf(1, 'chance');
    const hits = Array.from({ length: 2_000 }, () => dice.chance(0.25)).filter(Boolean).length;
    expect(hits).toBeGreaterThan(400);
    expect(hits).toBeLessThan(600);
    expect([dice.chance(0), dice.chance(1)]).toEqual([false, true]);
  });

  it('choose by weight, and never what has none', () => {
    const dice = diceOf(1, 'weights');
    const chosen = Array.from({ length: 1_000 }, () => dice.weighted({ often: 9, seldom: 1, never: 0 }));
    const count = (name: string) => chosen.filter((one) => one === name).length;
    expect(count('often')).toBeGreaterThan(800);
    expect(count('seldom')).toBeGreaterThan(50);
    expect(count('never')).toBe(0);
  });

  it('choose every item of a list', () => {
    const dice = diceOf(1, 'items');
    const chosen = new Set(Array.from({ length: 100 }, () => dice.oneOf(['a', 'b', 'c'])));
    expect([...chosen].sort()).toEqual(['a', 'b', 'c']);
    expect(() => dice.oneOf([])).toThrow('nothing to choose from');
  });

  it('make SHAs and UUIDs', () => {
    const dice = diceOf(1, 'ids');
    expect(dice.hex(40)).toMatch(/^[0-9a-f]{40}$/);
    expect(dice.hex(7)).toMatch(/^[0-9a-f]{7}$/);
    expect(dice.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(dice.uuid()).not.toBe(dice.uuid());
  });
});
