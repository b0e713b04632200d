import { ended, nextCycleAt, type Shortfall } from './cycle.js';

const startedAt = new Date('2026-11-23T12:00:00.000Z');
const finishedAt = new Date('2026-11-23T12:00:07.000Z');
const minute = 60_000;

describe('a cycle', () => {
  it('is complete when every Buildkite organization was read', () => {
    expect(ended({ startedAt, finishedAt }, 12, [])).toEqual({
      startedAt: '2026-11-23T12:00:00.000Z',
      finishedAt: '2026-11-23T12:00:07.000Z',
      outcome: 'complete',
      builds: 12,
    });
  });

  it('says what went wrong first', () => {
    const shortfalls = [
      { code: 'organization-not-accessible', detail: 'No organization found', retryAfterMs: 0 },
      { code: 'buildkite-unavailable', detail: 'Buildkite answered 503.', retryAfterMs: 10_000 },
    ];
    expect(ended({ startedAt, finishedAt }, 0, shortfalls).outcome).toBe('organization-not-accessible');
  });
});

describe('the next cycle', () => {
  const next = (...some: readonly Omit<Shortfall, 'detail'>[]) => {
    const shortfalls = some.map((shortfall) => ({ ...shortfall, detail: 'Said.' }));
    return nextCycleAt(ended({ startedAt, finishedAt }, 0, shortfalls), shortfalls, minute);
  };

  it('begins an interval after this one began', () => {
    expect(next()).toBe('2026-11-23T12:01:00.000Z');
  });

  it('begins at once when this one took longer', () => {
    const late = ended({ startedAt, finishedAt: new Date('2026-11-23T12:05:00.000Z') }, 0, []);
    expect(nextCycleAt(late, [], minute)).toBe('2026-11-23T12:05:00.000Z');
  });

  it('begins later when Buildkite wants to be left alone', () => {
    expect(next({ code: 'rate-limited', retryAfterMs: 90_000 })).toBe('2026-11-23T12:01:37.000Z');
    expect(next({ code: 'rate-limited', retryAfterMs: 9_000 })).toBe('2026-11-23T12:01:00.000Z');
  });

  it('does not begin while the token is rejected', () => {
    expect(
      next({ code: 'scope-missing', retryAfterMs: 0 }, { code: 'token-rejected', retryAfterMs: 0 }),
    ).toBeNull();
  });
});
