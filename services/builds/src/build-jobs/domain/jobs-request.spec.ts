import {
  answered,
  commitToLookFor,
  jobsRequestId,
  setBack,
  withNeed,
  type JobsNeed,
  type JobsRequest,
} from './jobs-request.js';

const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString();
const now = new Date(at(30));
const need = (deployed: number, seen: number, changes: Partial<JobsNeed> = {}): JobsNeed => ({
  organization: 'acme',
  connection: 'connection',
  build: 'build',
  buildkiteOrganization: 'acme-inc',
  pipeline: 'shop',
  number: 7,
  commit: 'c'.repeat(40),
  deployedAt: at(deployed),
  wantedFrom: at(seen),
  ...changes,
});
function request(changes: Partial<JobsRequest> = {}): JobsRequest {
  const made = withNeed(undefined, need(10, 12), now);
  if (made === undefined) throw new Error('Nothing was asked for.');
  return { ...made, ...changes };
}

describe('a request for the jobs of a build', () => {
  it('is due at once', () => {
    expect(request()).toEqual({
      ...need(10, 12),
      id: 'connection/build',
      state: 'due',
      dueAt: at(30),
      requestedAt: at(30),
      failures: 0,
      refusals: 0,
      revision: 1,
    });
    expect(jobsRequestId(need(10, 12))).toBe('connection/build');
  });

  it('stays as it is when it is for that deploy, or a later one, already', () => {
    for (const state of ['due', 'answered', 'given-up'] as const) {
      expect(withNeed(request({ state }), need(10, 25), now)).toBeUndefined();
      expect(withNeed(request({ state }), need(9, 25), now)).toBeUndefined();
    }
  });

  it.each(['due', 'answered', 'given-up'] as const)(
    'is due anew, behind the newer look, for a later deploy: %s',
    (state) => {
      const setbacks = { failures: 4, refusals: 3, requestedAt: at(1) };
      const known = request({ state, dueAt: null, ...setbacks, revision: 6 });
      expect(withNeed(known, need(20, 25), now)).toEqual({
        ...request(),
        ...need(20, 25),
        revision: 7,
      });
    },
  );

  it('goes to where the build has moved, while it is due', () => {
    const moved = need(10, 25, { pipeline: 'store' });
    expect(withNeed(request(), moved, now)).toEqual({ ...request(), pipeline: 'store', revision: 2 });
    expect(withNeed(request({ dueAt: at(50) }), moved, now)).toMatchObject({
      pipeline: 'store',
      dueAt: at(30),
    });
    expect(withNeed(request({ state: 'answered', dueAt: null }), moved, now)).toBeUndefined();
  });

  it('looks for a build that is not shown by its commit, if it has one and was not refused often', () => {
    expect(commitToLookFor(request())).toBe('c'.repeat(40));
    expect(commitToLookFor(request({ refusals: 4 }))).toBe('c'.repeat(40));
    expect(commitToLookFor(request({ refusals: 5 }))).toBeUndefined();
    expect(commitToLookFor(request({ commit: null }))).toBeUndefined();
  });
});

describe('an answer', () => {
  it('does when it is no older than the look behind which it was wanted', () => {
    expect(answered(request({ failures: 2, refusals: 1 }), at(12), now)).toMatchObject({
      state: 'answered',
      dueAt: null,
      failures: 0,
      refusals: 0,
      revision: 2,
    });
  });

  it('that is older, even if it is from the deploy on, does not: it may miss what the look shows', () => {
    expect(answered(request(), at(11), now)).toMatchObject({ state: 'due', dueAt: at(31), revision: 2 });
  });
});

describe('a setback', () => {
  const dueAfter = (setback: Parameters<typeof setBack>[1], failures = 0) =>
    Date.parse(setBack(request({ failures }), setback, now).dueAt ?? '') - now.getTime();

  it('lets it wait, longer with every one in a row, up to five minutes', () => {
    const passing = { kind: 'passing', retryAfterMs: 0 } as const;
    expect([0, 1, 2, 20].map((failures) => dueAfter(passing, failures))).toEqual([
      2_000, 4_000, 8_000, 300_000,
    ]);
    expect(setBack(request({ failures: 99 }), passing, now)).toMatchObject({ state: 'due', failures: 100 });
  });

  it('lets it wait for as long as Buildkite says', () => {
    expect(dueAfter({ kind: 'passing', retryAfterMs: 42_000 })).toBe(42_000);
  });

  const day = 24 * 3_600_000;
  const after = (ms: number) => new Date(now.getTime() + ms);
  const refused = { kind: 'refused' } as const;

  it('ends it when Buildkite still refuses a day after it was made, and not before', () => {
    const asked = request({ failures: 300, refusals: 300 });
    expect(setBack(asked, refused, after(day - 1))).toMatchObject({
      state: 'due',
      dueAt: after(day - 1 + 3_600_000).toISOString(),
      refusals: 301,
    });
    expect(setBack(asked, refused, after(day))).toMatchObject({
      state: 'given-up',
      dueAt: null,
      refusals: 301,
      revision: 2,
    });
  });

  it('does not end it when Buildkite was away all day and then refuses once', () => {
    const passing = { kind: 'passing', retryAfterMs: 0 } as const;
    const away = setBack(request({ failures: 299 }), passing, after(day));
    expect(away).toMatchObject({ state: 'due', failures: 300, refusals: 0 });
    expect(setBack(away, refused, after(day))).toMatchObject({ state: 'due', failures: 301, refusals: 1 });
  });
});
