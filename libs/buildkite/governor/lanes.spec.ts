import fc from 'fast-check';
import {
  allowance,
  comparePriority,
  mostAtOnce,
  mostAtOnceOnOwnShare,
  ownShare,
  type Priority,
} from './lanes.js';

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

  it('of looking at jobs and of reading history have a share of their own, each a twentieth of the ceiling', () => {
    expect(ownShare('history', 50)).toEqual({ mostOfLane: 2, mostInWindow: 39, leaveAtBuildkite: 5 });
    expect(ownShare('jobs', 200)).toEqual({ mostOfLane: 8, mostInWindow: 156, leaveAtBuildkite: 20 });
    for (const priority of ['interactive', 'look-up', 'background'] as const)
      expect(ownShare(priority, 50)).toBeUndefined();
  });

  it('on their own share go where lists and look-ups do not, never where only a person may', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 10_000 }), (limit) => {
        const most = ownShare('history', limit)?.mostInWindow;
        expect(most).toBeGreaterThan(allowance('look-up', limit).mostInWindow);
        expect(most).toBeLessThan(allowance('interactive', limit).mostInWindow);
      }),
    );
  });

  it('close for good on their own share for no limit', () => {
    fc.assert(
      fc.property(anyLimit, (limit) => {
        const own = ownShare('history', limit);
        expect(own?.mostOfLane).toBeGreaterThanOrEqual(1);
        expect(own?.mostInWindow).toBeGreaterThanOrEqual(1);
        expect(own?.mostInWindow).toBeLessThanOrEqual(Math.max(1, limit * 0.8));
      }),
    );
  });

  it('find a place on their own share beside all lists, and leave one to a person', () => {
    expect(priorities.map(mostAtOnceOnOwnShare)).toEqual([6, 5, 4, 5, 5]);
  });

  it('are passed in the order interactive, look-up, background, jobs, history', () => {
    expect([...priorities].reverse().sort(comparePriority)).toEqual(priorities);
    expect(comparePriority('look-up', 'look-up')).toBe(0);
  });
});
