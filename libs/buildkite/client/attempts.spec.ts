import { mostAttempts, pauseAfter, patienceMs, whenLimited, whenUnavailable } from './attempts.js';

describe('attempts', () => {
  it('are fewer while a person waits, who also waits for no turn that is far away', () => {
    expect(mostAttempts.interactive).toBeLessThan(mostAttempts.background);
    expect(patienceMs.interactive).toBeLessThanOrEqual(5_000);
    expect(patienceMs.background).toBeUndefined();
  });
});

describe('the time until a request is worth sending again', () => {
  it('is as Buildkite says, ten seconds when it says nothing, and never more than two minutes', () => {
    expect([undefined, 3_000, 7_200_000].map(whenLimited)).toEqual([10_000, 3_000, 120_000]);
    expect([undefined, 3_000, 30_000, 7_200_000].map(whenUnavailable)).toEqual([
      10_000, 10_000, 30_000, 120_000,
    ]);
  });
});

describe('the pause after an attempt', () => {
  it('doubles', () => {
    expect([1, 2, 3].map((attempt) => pauseAfter(attempt, 0.5))).toEqual([500, 1_000, 2_000]);
  });

  it('is spread', () => {
    expect(pauseAfter(1, 0)).toBe(250);
    expect(pauseAfter(1, 0.999)).toBe(750);
  });

  it('is as long as Buildkite asks for, up to half a minute', () => {
    expect(pauseAfter(1, 0.5, 7_000)).toBe(7_000);
    expect(pauseAfter(1, 0.5, 3_600_000)).toBe(30_000);
    expect(pauseAfter(20, 0.5)).toBe(30_000);
  });
});
