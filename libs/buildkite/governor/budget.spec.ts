import fc from 'fast-check';
import { Budget } from './budget.js';
import type { Priority } from './lanes.js';

/** Sends and ends `count` requests at `now`. */
function spend(budget: Budget, count: number, now: number): void {
  for (let sent = 0; sent < count; sent++) {
    budget.start();
    budget.end(now);
  }
}

const unlimited = { limit: undefined, remaining: undefined, resetMs: undefined };

describe('our own count', () => {
  it('closes a priority at its share and opens it when the oldest request is 60 s old', () => {
    const budget = new Budget(50);
    spend(budget, 1, 1_000);
    spend(budget, 39, 5_000);
    expect(budget.opensAt('interactive', 5_000)).toBe(61_000);
    expect(budget.opensAt('interactive', 60_999)).toBe(61_000);
    expect(budget.opensAt('interactive', 61_000)).toBeLessThanOrEqual(61_000);
  });

  it('keeps room for look-ups and interactive requests', () => {
    const budget = new Budget(50);
    spend(budget, 34, 0);
    expect(budget.opensAt('background', 10)).toBe(60_000);
    expect(budget.opensAt('look-up', 10)).toBeLessThanOrEqual(10);
    spend(budget, 3, 0);
    expect(budget.opensAt('look-up', 10)).toBe(60_000);
    expect(budget.opensAt('interactive', 10)).toBeLessThanOrEqual(10);
  });

  it('waits for several old requests when a lower share needs it', () => {
    const budget = new Budget(50);
    for (let second = 0; second < 40; second++) spend(budget, 1, second * 1_000);
    expect(budget.opensAt('background', 40_000)).toBe(66_000);
  });

  it('counts a request for 60 s from its end, however long it took', () => {
    const budget = new Budget(2);
    budget.start();
    expect(budget.opensAt('background', 100_000)).toBe(Infinity);
    budget.end(100_000);
    expect(budget.opensAt('background', 100_000)).toBe(160_000);
  });

  it('allows a few at once only, and one more to each priority above', () => {
    const budget = new Budget(200);
    for (let sent = 0; sent < 4; sent++) budget.start();
    expect(budget.opensAt('background', 0)).toBe(Infinity);
    expect(budget.opensAt('look-up', 0)).toBe(0);
    budget.start();
    expect(budget.opensAt('look-up', 0)).toBe(Infinity);
    expect(budget.opensAt('interactive', 0)).toBe(0);
    budget.end(0);
    budget.end(0);
    expect(budget.opensAt('background', 0)).toBe(0);
  });
});

describe('what Buildkite shows', () => {
  it('changes the limit', () => {
    const budget = new Budget(50);
    budget.learn({ ...unlimited, limit: 400 }, 0);
    expect(budget.report(0)).toMatchObject({ limit: 400, ceiling: 320 });
    budget.learn({ ...unlimited, limit: 0 }, 0);
    expect(budget.report(0).limit).toBe(400);
  });

  it('defers background requests when little is left, but not an interactive one', () => {
    const budget = new Budget(50);
    budget.learn({ limit: 50, remaining: 3, resetMs: 20_000 }, 0);
    expect(budget.opensAt('background', 0)).toBe(20_000);
    expect(budget.opensAt('look-up', 0)).toBe(20_000);
    expect(budget.opensAt('interactive', 0)).toBe(0);
  });

  it('takes off what is under way, since no reply shows it yet', () => {
    const budget = new Budget(50);
    budget.learn({ limit: 50, remaining: 1, resetMs: 20_000 }, 0);
    budget.start();
    expect(budget.opensAt('interactive', 0)).toBe(20_000);
  });

  it('closes everything when nothing is left, until the reset', () => {
    const budget = new Budget(50);
    budget.learn({ limit: 50, remaining: 0, resetMs: 20_000 }, 0);
    expect(budget.opensAt('interactive', 19_999)).toBe(20_000);
    expect(budget.opensAt('interactive', 20_000)).toBe(0);
    expect(budget.report(20_000).remaining).toBeNull();
  });

  it('keeps the lowest number of a window, for replies overtake each other', () => {
    const budget = new Budget(50);
    budget.learn({ limit: 50, remaining: 5, resetMs: 20_000 }, 0);
    budget.learn({ limit: 50, remaining: 9, resetMs: 20_000 }, 500);
    expect(budget.report(500).remaining).toBe(5);
  });

  it('is new when a new window begins', () => {
    const budget = new Budget(50);
    budget.learn({ limit: 50, remaining: 5, resetMs: 1_000 }, 0);
    budget.learn({ limit: 50, remaining: 49, resetMs: 60_000 }, 800);
    expect(budget.report(800).remaining).toBe(49);
  });

  it('holds for a window when the reset is missing, and for 120 s when it is absurd', () => {
    const budget = new Budget(50);
    budget.learn({ limit: 50, remaining: 0, resetMs: undefined }, 0);
    expect(budget.opensAt('interactive', 0)).toBe(60_000);
    budget.learn({ limit: 50, remaining: 0, resetMs: 1_800_000_000_000 }, 0);
    expect(budget.opensAt('interactive', 0)).toBe(120_000);
  });
});

describe('a refusal', () => {
  const opens = (budget: Budget) => budget.opensAt('interactive', 0);

  it('closes everything for as long as Buildkite says, and a little longer', () => {
    const budget = new Budget(50);
    budget.refuse(9_000, 700, 0);
    expect(opens(budget)).toBe(9_700);
    expect(budget.report(1_000).limitedForMs).toBe(8_700);
  });

  it('closes for 120 s at most', () => {
    const budget = new Budget(50);
    budget.refuse(3_600_000, 700, 0);
    expect(opens(budget)).toBe(120_000);
  });

  it('is not shortened by another one', () => {
    const budget = new Budget(50);
    budget.refuse(30_000, 500, 0);
    budget.refuse(2_000, 500, 0);
    expect(opens(budget)).toBe(30_500);
  });

  it('that does not say how long closes for twice as long each time, up to 30 s', () => {
    const budget = new Budget(50);
    const waits: number[] = [];
    for (let now = 0; waits.length < 7;) {
      budget.refuse(undefined, 0, now);
      const opensAt = budget.opensAt('interactive', now);
      waits.push(opensAt - now);
      now = opensAt;
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('counts once for requests that were under way together', () => {
    const budget = new Budget(50);
    for (let reply = 0; reply < 4; reply++) budget.refuse(undefined, 0, 0);
    expect(opens(budget)).toBe(1_000);
  });

  it('begins anew after a success', () => {
    const budget = new Budget(50);
    budget.refuse(undefined, 0, 0);
    budget.refuse(undefined, 0, 1_000);
    budget.succeed();
    budget.refuse(undefined, 0, 10_000);
    expect(budget.opensAt('interactive', 10_000)).toBe(11_000);
  });
});

describe('two budgets that turn out to be one limit', () => {
  it('are added up, in the order of time', () => {
    const [user, token] = [new Budget(50), new Budget(50)];
    spend(user, 20, 2_000);
    spend(token, 20, 1_000);
    user.absorb(token, 3_000);
    expect(user.report(3_000).used).toBe(40);
    expect(user.opensAt('interactive', 3_000)).toBe(61_000);
  });

  it('know together what Buildkite showed to either', () => {
    const [user, token] = [new Budget(50), new Budget(50)];
    user.learn({ limit: 50, remaining: 20, resetMs: 30_000 }, 0);
    token.learn({ limit: 60, remaining: 12, resetMs: 30_000 }, 0);
    token.refuse(9_000, 0, 0);
    user.absorb(token, 1_000);
    expect(user.report(1_000)).toMatchObject({ limit: 60, remaining: 12, limitedForMs: 8_000 });
  });

  it('leave what is known when the other one knows nothing', () => {
    const user = new Budget(50);
    user.learn({ limit: 80, remaining: 20, resetMs: 30_000 }, 0);
    user.absorb(new Budget(50), 0);
    expect(user.report(0)).toMatchObject({ limit: 80, remaining: 20 });
  });
});

describe('an idle budget', () => {
  it('has nothing to remember', () => {
    const budget = new Budget(50);
    expect(budget.isIdle(0)).toBe(true);
    budget.start();
    expect(budget.isIdle(0)).toBe(false);
    budget.end(0);
    expect(budget.isIdle(59_999)).toBe(false);
    expect(budget.isIdle(60_000)).toBe(true);
    budget.refuse(5_000, 0, 60_000);
    expect(budget.isIdle(64_999)).toBe(false);
  });
});

describe('whatever is asked, and however long each request takes', () => {
  const step = fc.record({
    priority: fc.constantFrom<Priority>('interactive', 'look-up', 'background'),
    pauseMs: fc.integer({ min: 0, max: 3_000 }),
    outMs: fc.integer({ min: 0, max: 20_000 }),
    backMs: fc.integer({ min: 0, max: 20_000 }),
  });

  it('no 60 seconds at Buildkite hold more requests than the ceiling', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 20, maxLength: 120 }),
        fc.integer({ min: 2, max: 20 }),
        (steps, limit) => {
          const budget = new Budget(limit);
          const arrivals: number[] = [];
          const ends: number[] = [];
          let now = 0;
          for (const { priority, pauseMs, outMs, backMs } of steps) {
            now += pauseMs;
            for (const end of ends.filter((at) => at <= now).sort((a, b) => a - b)) budget.end(end);
            ends.splice(0, ends.length, ...ends.filter((at) => at > now));
            if (budget.opensAt(priority, now) > now) continue;
            budget.start();
            arrivals.push(now + outMs);
            ends.push(now + outMs + backMs);
          }
          for (const from of arrivals) {
            const held = arrivals.filter((at) => at >= from && at < from + 60_000).length;
            expect(held).toBeLessThanOrEqual(budget.report(now).ceiling);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
