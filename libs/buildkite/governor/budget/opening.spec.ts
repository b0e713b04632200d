import { PlayedBudget } from '../../testing/played-budget.js';

describe('our own count', () => {
  it('closes a priority at its share and opens it when the oldest request is 60 s old', () => {
    const budget = new PlayedBudget(50).spend(1, 1_000).spend(39, 5_000);
    expect(budget.opensAt('interactive', 5_000)).toBe(61_000);
    expect(budget.opensAt('interactive', 60_999)).toBe(61_000);
    expect(budget.opensAt('interactive', 61_000)).toBeLessThanOrEqual(61_000);
  });

  it('keeps room for look-ups and interactive requests', () => {
    const budget = new PlayedBudget(50).spend(34, 0);
    expect(budget.opensAt('background', 10)).toBe(60_000);
    expect(budget.opensAt('look-up', 10)).toBeLessThanOrEqual(10);
    budget.spend(3, 10);
    expect(budget.opensAt('look-up', 10)).toBe(60_000);
    expect(budget.opensAt('interactive', 10)).toBeLessThanOrEqual(10);
  });

  it('waits for several old requests when a lower share needs it', () => {
    const budget = new PlayedBudget(50);
    for (let second = 0; second < 40; second++) budget.spend(1, second * 1_000);
    expect(budget.opensAt('background', 40_000)).toBe(66_000);
  });

  it('opens no sooner than a request that is under way can be 60 s old', () => {
    const budget = new PlayedBudget(2);
    const request = budget.start(0);
    expect(budget.opensAt('background', 20_000)).toBe(80_000);
    budget.end(request, 25_000);
    expect(budget.opensAt('background', 25_000)).toBe(85_000);
  });

  it('opens in the end when nobody tells that a request has ended: it has, 40 s after it was let go', () => {
    const budget = new PlayedBudget(2);
    budget.start(0);
    expect(budget.opensAt('background', 60_000)).toBe(100_000);
    expect(budget.opensAt('background', 100_000)).toBeLessThanOrEqual(100_000);
  });
});

describe('the own share of a lane', () => {
  it('is open where lists and look-ups have used everything up, until the lane has used it', () => {
    const budget = new PlayedBudget(50).spend(37, 0);
    expect(budget.opensAt('history', 1_000)).toBeLessThanOrEqual(1_000);
    budget.spend(1, 1_000, 'history');
    expect(budget.opensAt('history', 2_000)).toBeLessThanOrEqual(2_000);
    budget.spend(1, 2_000, 'history');
    expect(budget.opensAt('history', 3_000)).toBe(60_000);
    expect(budget.opensAt('jobs', 3_000)).toBe(60_000);
    expect(budget.opensAt('interactive', 3_000)).toBeLessThanOrEqual(3_000);
  });

  it('opens again 60 s after the lane’s own requests, however the others go on', () => {
    const budget = new PlayedBudget(50).spend(2, 0, 'history').spend(34, 30_000);
    expect(budget.opensAt('history', 31_000)).toBe(60_000);
    expect(budget.opensAt('jobs', 31_000)).toBeLessThanOrEqual(31_000);
  });

  it('takes nothing from the lane: where there is room it uses more', () => {
    const budget = new PlayedBudget(50).spend(24, 0, 'history');
    expect(budget.opensAt('history', 0)).toBe(0);
    expect(budget.spend(1, 0, 'history').opensAt('history', 0)).toBe(60_000);
  });

  it('is all that there is for one that finds no other place', () => {
    const budget = new PlayedBudget(50).spend(2, 0, 'history');
    expect(budget.opensAt('history', 1_000)).toBeLessThanOrEqual(1_000);
    expect(budget.opensAt('history', 1_000, true)).toBe(60_000);
    expect(budget.opensAt('jobs', 1_000, true)).toBeLessThanOrEqual(1_000);
    expect(budget.opensAt('background', 1_000, true)).toBeLessThanOrEqual(1_000);
  });

  it('knows the lane of a request that has ended, but not of one that was forgotten before', () => {
    const budget = new PlayedBudget(50).spend(34, 0);
    budget.end(budget.start(0, 'one', 'history'), 1_000);
    budget.end(budget.start(1_000, 'two', 'history'), 2_000);
    expect(budget.opensAt('history', 2_000)).toBe(60_000);
    const late = new PlayedBudget(50).spend(34, 200_000).end('unknown', 200_000);
    expect(late.spend(1, 200_000, 'history').opensAt('history', 200_000)).toBeLessThanOrEqual(200_000);
  });

  it('is closed while Buildkite refuses, or shows that hardly anything is left', () => {
    expect(new PlayedBudget(50).refuse(9_000, 700, 0).opensAt('history', 0)).toBe(9_700);
    const shown = (remaining: number) =>
      new PlayedBudget(50).spend(34, 0).learn({ remaining, resetMs: 20_000 }, 0).opensAt('history', 0);
    expect([shown(6), shown(5)]).toEqual([0, 20_000]);
  });
});

describe('what Buildkite shows', () => {
  it('defers background requests when little is left, but not an interactive one', () => {
    const budget = new PlayedBudget(50).learn({ limit: 50, remaining: 3, resetMs: 20_000 }, 0);
    expect(budget.opensAt('background', 0)).toBe(20_000);
    expect(budget.opensAt('look-up', 0)).toBe(20_000);
    expect(budget.opensAt('interactive', 0)).toBe(0);
  });

  it('counts less what is under way, since no reply shows it yet', () => {
    const budget = new PlayedBudget(50).learn({ limit: 50, remaining: 1, resetMs: 20_000 }, 0);
    budget.start(0);
    expect(budget.opensAt('interactive', 0)).toBe(20_000);
  });

  it('closes everything when nothing is left, until the reset', () => {
    const budget = new PlayedBudget(50).learn({ limit: 50, remaining: 0, resetMs: 20_000 }, 0);
    expect(budget.opensAt('interactive', 19_999)).toBe(20_000);
    expect(budget.opensAt('interactive', 20_000)).toBe(0);
  });
});

describe('a report', () => {
  it('says what is allowed, used and left', () => {
    const budget = new PlayedBudget(50).spend(2, 0).learn({ limit: 50, remaining: 47, resetMs: 30_000 }, 1);
    budget.start(1);
    expect(budget.report(1)).toEqual({ limit: 50, ceiling: 40, used: 3, remaining: 47, limitedForMs: 0 });
    expect(budget.report(60_000)).toEqual({
      limit: 50,
      ceiling: 40,
      used: 1,
      remaining: null,
      limitedForMs: 0,
    });
  });

  it('says for how long nothing is sent', () => {
    expect(new PlayedBudget(50).refuse(9_000, 700, 0).report(1_000).limitedForMs).toBe(8_700);
  });
});
