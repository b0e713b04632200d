import { gatherMs } from './pace.js';

const budget = (used: number, ceiling = 40) => ({ used, ceiling });

describe('how long hints gather', () => {
  it.each([
    ['nothing is known', []],
    ['nothing is used', [budget(0)]],
    ['little is used', [budget(23), budget(95, 160)]],
  ])('is hardly at all while %s', (_what, budgets) => {
    expect(gatherMs(budgets)).toBe(75);
  });

  it.each([
    ["the user's budget", [budget(24), budget(0, 160)]],
    ["an organization's budget", [budget(0), budget(96, 160)]],
    ['all', [budget(40), budget(160, 160)]],
    ['a limit of nothing', [budget(0, 0)]],
  ])('is long when there is to be saved: %s', (_what, budgets) => {
    expect(gatherMs(budgets)).toBe(1_500);
  });

  it('leaves room for polling within a minute', () => {
    const repliesMs = 100;
    expect(Math.ceil(60_000 / (gatherMs([budget(24)]) + repliesMs))).toBeLessThan(40);
  });
});
