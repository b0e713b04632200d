import { aBuild, NOON, sha } from '../../testing/a-build.js';
import { at } from './at.js';
import { defaultJobs } from './domain/job-plan.js';
import { planScript } from './plan-script.js';

describe('a build of which little is said', () => {
  it('is a push to main that waits for its first job', () => {
    expect(aBuild({ commit: sha(7) })).toMatchObject({
      commit: sha(7),
      branch: 'main',
      source: 'webhook',
      message: 'Make it so',
      creator: null,
      author: { email: 'robin@example.com' },
      tag: null,
      pullRequest: null,
      rebuiltFrom: null,
      triggeredFrom: null,
      listedAtMs: NOON,
      script: [{ change: 'scheduled', atMs: NOON }],
    });
  });

  it('keeps what is said, nulls included', () => {
    const spec = {
      message: null,
      author: null,
      branch: '',
      tag: 'v1',
      metaData: { a: 'b' },
      mergeQueueBaseBranch: 'main',
    };
    expect(aBuild(spec)).toMatchObject(spec);
    expect(aBuild({ listedAt: '5s' }).listedAtMs).toBe(NOON + 5_000);
  });

  it('has one test job, and what its block steps hold back', () => {
    expect(aBuild().jobs.map(({ key }) => key)).toEqual(['test']);
    const blockedTwice = aBuild({ script: [at('1s').blocked(), at('2s').unblocked(), at('3s').blocked()] });
    expect(blockedTwice.jobs.map(({ type }) => type)).toEqual([
      'script',
      'manual',
      'script',
      'manual',
      'script',
    ]);
    expect(new Set(blockedTwice.jobs.map(({ key }) => key)).size).toBe(5);
    expect(defaultJobs([])).toHaveLength(1);
  });

  it('has no jobs when it is said to have none', () => {
    expect(aBuild({ jobs: [] }).jobs).toEqual([]);
  });
});

describe('a script on the clock', () => {
  it('counts offsets from the creation and takes instants as they are', () => {
    const steps = [at('10s').running(), at('2026-03-01T12:00:05Z').scheduled(), at('1m').passed()];
    expect(planScript(steps, NOON, NOON).map(({ change, atMs }) => [change, atMs - NOON])).toEqual([
      ['scheduled', 5_000],
      ['running', 10_000],
      ['passed', 60_000],
    ]);
  });

  it('keeps what a step says beside its instant', () => {
    expect(planScript([at('1s').blocked('failed')], NOON, NOON)).toEqual([
      { change: 'blocked', blockedState: 'failed', atMs: NOON + 1_000 },
    ]);
  });

  it('is refused when a step lies too early or nowhere', () => {
    expect(() => planScript([at('1s').running()], NOON, NOON + 1_001)).toThrow(
      'running at 1s lies before 2026-03-01T12:00:01.001Z',
    );
    expect(planScript([at('1s').running()], NOON, NOON + 1_000)).toHaveLength(1);
    expect(() => planScript([at('').running()], NOON, NOON)).toThrow(
      'at is neither an instant nor a duration',
    );
  });
});
