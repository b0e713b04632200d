import fc from 'fast-check';
import { PlayedBudget } from '../../testing/played-budget.js';
import type { Priority } from '../lanes.js';

const opens = (budget: PlayedBudget, now = 0) => budget.opensAt('interactive', now);

describe('a request', () => {
  it('counts for 60 s from its end, however long it took', () => {
    const budget = new PlayedBudget(50);
    const request = budget.start(0);
    expect(budget.report(30_000).used).toBe(1);
    budget.end(request, 30_000);
    expect(budget.report(89_999).used).toBe(1);
    expect(budget.report(90_000).used).toBe(0);
  });

  it('whose process died counts until it surely was over 60 s ago', () => {
    const budget = new PlayedBudget(50);
    budget.start(0);
    expect(budget.report(99_999).used).toBe(1);
    expect(budget.report(100_000).used).toBe(0);
  });

  it('that ends later than anybody thought possible counts for 60 s all the same', () => {
    const budget = new PlayedBudget(50);
    const request = budget.start(0);
    budget.at(200_000).end(request, 200_000);
    expect(budget.report(259_999).used).toBe(1);
  });

  it('that was not sent counts no more', () => {
    const budget = new PlayedBudget(50);
    const [first, second] = [budget.start(0), budget.start(0)];
    expect(budget.takeBack(first).report(0).used).toBe(1);
    expect(budget.takeBack(first).report(0).used).toBe(1);
    expect(budget.takeBack(second).report(0).used).toBe(0);
  });

  it('that is not there is taken back without a trace', () => {
    const budget = new PlayedBudget(50);
    expect(budget.takeBack('unknown').kept).toEqual(new PlayedBudget(50).kept);
  });
});

describe('what Buildkite shows', () => {
  it('changes the limit', () => {
    const budget = new PlayedBudget(50).learn({ limit: 400 }, 0);
    expect(budget.report(0)).toMatchObject({ limit: 400, ceiling: 320 });
    expect(budget.learn({ limit: 0 }, 0).report(0).limit).toBe(400);
  });

  it('keeps the lowest number of a window, for replies overtake each other', () => {
    const budget = new PlayedBudget(50)
      .learn({ remaining: 5, resetMs: 20_000 }, 0)
      .learn({ remaining: 9, resetMs: 20_000 }, 500);
    expect(budget.report(500).remaining).toBe(5);
  });

  it('is new when a new window begins', () => {
    const budget = new PlayedBudget(50)
      .learn({ remaining: 5, resetMs: 1_000 }, 0)
      .learn({ remaining: 49, resetMs: 60_000 }, 800);
    expect(budget.report(800).remaining).toBe(49);
  });

  it('is forgotten when its window is over', () => {
    const budget = new PlayedBudget(50).learn({ remaining: 0, resetMs: 20_000 }, 0);
    expect(budget.report(19_999).remaining).toBe(0);
    expect(budget.report(20_000).remaining).toBeNull();
  });

  it('holds for a window when the reset is missing, and for 120 s when it is absurd', () => {
    const budget = new PlayedBudget(50).learn({ remaining: 0 }, 0);
    expect(opens(budget)).toBe(60_000);
    expect(opens(budget.learn({ remaining: 0, resetMs: 1_800_000_000_000 }, 0))).toBe(120_000);
  });
});

describe('a refusal', () => {
  it('closes everything for as long as Buildkite says, and a little longer', () => {
    expect(opens(new PlayedBudget(50).refuse(9_000, 700, 0))).toBe(9_700);
  });

  it('closes for 120 s at most', () => {
    expect(opens(new PlayedBudget(50).refuse(3_600_000, 700, 0))).toBe(120_000);
  });

  it('is not shortened by another one', () => {
    expect(opens(new PlayedBudget(50).refuse(30_000, 500, 0).refuse(2_000, 500, 0))).toBe(30_500);
  });

  it('that does not say how long closes for twice as long each time, up to 30 s', () => {
    const budget = new PlayedBudget(50);
    const waits: number[] = [];
    for (let now = 0; waits.length < 7;) {
      const opensAt = opens(budget.refuse(undefined, 0, now), now);
      waits.push(opensAt - now);
      now = opensAt;
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('counts once for requests that were under way together', () => {
    const budget = new PlayedBudget(50);
    for (let reply = 0; reply < 4; reply++) budget.refuse(undefined, 0, 0);
    expect(opens(budget)).toBe(1_000);
  });

  it('begins anew after a success', () => {
    const budget = new PlayedBudget(50).refuse(undefined, 0, 0).refuse(undefined, 0, 1_000);
    budget.succeed(3_000).refuse(undefined, 0, 10_000);
    expect(opens(budget, 10_000)).toBe(11_000);
  });

  it('of another limit says nothing about this one', () => {
    const budget = new PlayedBudget(50).refuse(undefined, 0, 0).learn({}, 1_000).refuse(undefined, 0, 1_000);
    expect(opens(budget, 1_000)).toBe(3_000);
  });
});

describe('two budgets that turn out to be one limit', () => {
  it('are added up, in the order of time', () => {
    const user = new PlayedBudget(50).spend(20, 2_000);
    const token = new PlayedBudget(50);
    for (let sent = 0; sent < 20; sent++) token.end(token.start(1_000, `of the token ${sent}`), 1_000);
    user.unite(token, 3_000);
    expect(user.report(3_000).used).toBe(40);
    expect(opens(user, 3_000)).toBe(61_000);
  });

  it('count what both know once, as the other one knows it', () => {
    const [user, token] = [new PlayedBudget(50), new PlayedBudget(50)];
    token.start(0, 'the same');
    user.unite(token, 0);
    token.end('the same', 1_000);
    expect(user.unite(token, 1_000).report(1_000).used).toBe(1);
    expect(user.report(61_000).used).toBe(0);
  });

  it('know together what Buildkite showed to either', () => {
    const user = new PlayedBudget(50).learn({ limit: 50, remaining: 20, resetMs: 30_000 }, 0);
    const token = new PlayedBudget(50).learn({ limit: 60, remaining: 12, resetMs: 30_000 }, 0);
    user.unite(token.refuse(9_000, 0, 0), 1_000);
    expect(user.report(1_000)).toMatchObject({ limit: 60, remaining: 12, limitedForMs: 8_000 });
  });

  it('leave what is known when the other one knows nothing', () => {
    const user = new PlayedBudget(50).learn({ limit: 80, remaining: 20, resetMs: 30_000 }, 0);
    user.unite(new PlayedBudget(50), 0);
    expect(user.report(0)).toMatchObject({ limit: 80, remaining: 20 });
  });
});

describe('a budget on a clock that shows less', () => {
  it('holds everything for as long as before', () => {
    const day = 24 * 60 * 60_000;
    const budget = new PlayedBudget(50).spend(3, day).learn({ remaining: 7, resetMs: 30_000 }, day);
    const before = budget.refuse(9_000, 0, day).report(day);
    expect(budget.setBack(day).report(0)).toEqual(before);
    expect(budget.report(59_999)).toMatchObject({ used: 3, remaining: null, limitedForMs: 0 });
    expect(budget.report(60_000).used).toBe(0);
  });
});

describe('a budget can be forgotten', () => {
  it('when nothing counts and nothing is closed any more', () => {
    const budget = new PlayedBudget(50);
    expect(budget.at(5).idleFrom).toBe(5);
    const request = budget.start(0);
    expect(budget.idleFrom).toBe(100_000);
    expect(budget.end(request, 10_000).idleFrom).toBe(70_000);
    expect(budget.refuse(90_000, 0, 10_000).idleFrom).toBe(100_000);
  });
});

describe('whatever is asked, and however long each request takes', () => {
  const step = fc.record({
    priority: fc.constantFrom<Priority>('interactive', 'look-up', 'background', 'jobs', 'history'),
    pauseMs: fc.integer({ min: 0, max: 3_000 }),
    outMs: fc.integer({ min: 0, max: 20_000 }),
    backMs: fc.integer({ min: 0, max: 20_000 }),
    isForgotten: fc.boolean(),
  });

  it('no 60 seconds at Buildkite hold more requests than the ceiling, though half of their processes die', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 20, maxLength: 120 }),
        fc.integer({ min: 2, max: 20 }),
        (steps, limit) => {
          const budget = new PlayedBudget(limit);
          const arrivals: number[] = [];
          let underWay: { readonly id: string; readonly at: number }[] = [];
          let now = 0;
          for (const { priority, pauseMs, outMs, backMs, isForgotten } of steps) {
            now += pauseMs;
            const over = underWay.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
            for (const { id, at } of over) budget.end(id, at);
            underWay = underWay.filter(({ at }) => at > now);
            if (budget.opensAt(priority, now) > now) continue;
            const id = budget.start(now, undefined, priority);
            arrivals.push(now + outMs);
            if (!isForgotten) underWay.push({ id, at: now + outMs + backMs });
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
