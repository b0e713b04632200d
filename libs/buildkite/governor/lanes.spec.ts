import fc from 'fast-check';
import { allowance, comparePriority, mostAtOnce, type Priority } from './lanes.js';

const priorities: readonly Priority[] = ['interactive', 'look-up', 'background', 'jobs', 'history'];
const anyLimit = fc.integer({ min: 1, max: 10_000 });

describe('lanes', () => {
  it('keep interactive requests under 80 % of Buildkite’s limits of a user and an organization', () => {
    expect(allowance('interactive', 50).mostInWindow).toBe(40);
    expect(allowance('interactive', 200).mostInWindow).toBe(160);
  });

  it('leave room in the window for those that go first', () => {
    expect(allowance('look-up', 50).mostInWindow).toBe(37);
    expect(allowance('background', 50).mostInWindow).toBe(34);
    expect(allowance('history', 50).mostInWindow).toBe(25);
  });

  it('never exceed 80 % of a limit of more than one, nor close for good', () => {
    fc.assert(
      fc.property(anyLimit, fc.constantFrom(...priorities), (limit, priority) => {
        const { mostInWindow, leaveAtBuildkite } = allowance(priority, limit);
        expect(mostInWindow).toBeLessThanOrEqual(Math.max(1, limit * 0.8));
        expect(mostInWindow).toBeGreaterThanOrEqual(1);
        expect(leaveAtBuildkite).toBeLessThan(limit);
      }),
    );
  });

  it('never give a lower priority more', () => {
    fc.assert(
      fc.property(anyLimit, (limit) => {
        const inOrder = priorities.map((priority) => allowance(priority, limit));
        for (const [index, lower] of inOrder.slice(1).entries()) {
          const higher = inOrder[index];
          expect(lower.mostInWindow).toBeLessThanOrEqual(higher?.mostInWindow ?? 0);
          expect(lower.leaveAtBuildkite).toBeGreaterThanOrEqual(higher?.leaveAtBuildkite ?? 0);
        }
      }),
    );
  });

  it('keep a place in the line for each priority above', () => {
    expect(priorities.map(mostAtOnce)).toEqual([6, 5, 4, 3, 2]);
  });

  it('are passed in the order interactive, look-up, background, jobs, history', () => {
    expect([...priorities].reverse().sort(comparePriority)).toEqual(priorities);
    expect(comparePriority('look-up', 'look-up')).toBe(0);
  });
});
