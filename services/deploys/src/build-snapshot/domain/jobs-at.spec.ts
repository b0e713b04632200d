import type { ObservedJob } from '#libs/contracts';
import { aJob } from '#libs/contracts/testing';
import { aJobsLook, iso } from '../testing/facts.js';
import { jobsAsSeen, jobsAt } from './jobs-at.js';

const at = (second: number) => iso(Date.UTC(2026, 2, 2, 10, 0, second));
/** A job that was created, started and ended in these seconds. */
const job = (
  created: number,
  started: number | null,
  ended: number | null,
  over: Partial<ObservedJob> = {},
) =>
  aJob({
    id: 'job',
    createdAt: at(created),
    startedAt: started === null ? null : at(started),
    finishedAt: ended === null ? null : at(ended),
    ...over,
  });
const manual = (unblocked: number | null, over: Partial<ObservedJob> = {}) =>
  job(0, null, null, {
    type: 'manual',
    name: 'Release?',
    createdAt: null,
    state: unblocked === null ? 'blocked' : 'unblocked',
    unblockedAt: unblocked === null ? null : at(unblocked),
    exitStatus: null,
    ...over,
  });
const lookAt = (...jobs: ObservedJob[]) => aJobsLook(at(30), { jobs });
const statesAt = (second: number, ...jobs: ObservedJob[]) =>
  jobsAt(lookAt(...jobs), at(second)).items.map(({ state }) => state);

describe('A job at an instant', () => {
  it.each([
    [1, []],
    [2, ['scheduled']],
    [4, ['scheduled']],
    [5, ['running']],
    [8, ['running']],
    [9, ['passed']],
    [20, ['passed']],
  ])('created in second 2, started in 5 and ended in 9 is in second %d %j', (second, states) => {
    expect(statesAt(second, job(2, 5, 9))).toEqual(states);
  });

  it('has no end, exit status or soft failure from after it', () => {
    const failed = job(2, 5, 9, { state: 'failed', softFailed: true, exitStatus: 2 });
    expect(jobsAt(lookAt(failed), at(8))).toMatchObject({
      softFailed: 0,
      items: [{ softFailed: false, exitStatus: null, startedAt: at(5), finishedAt: null }],
    });
    expect(jobsAt(lookAt(failed), at(9))).toMatchObject({
      softFailed: 1,
      items: [{ softFailed: true, exitStatus: 2, startedAt: at(5), finishedAt: at(9) }],
    });
  });

  it('that ended without having started was scheduled until then', () => {
    const canceled = job(2, null, 9, { state: 'canceled' });
    expect(statesAt(8, canceled)).toEqual(['scheduled']);
    expect(statesAt(9, canceled)).toEqual(['canceled']);
  });

  it('that the pipeline left out was left out from the beginning, unless it shows when it ended', () => {
    expect(statesAt(3, job(2, null, null, { state: 'broken' }))).toEqual(['broken']);
    expect(statesAt(3, job(2, null, 9, { state: 'broken' }))).toEqual(['scheduled']);
  });

  it('that ended untold was scheduled: nothing says that it had ended by then', () => {
    expect(statesAt(3, job(2, null, null, { state: 'waiting_failed' }))).toEqual(['scheduled']);
  });

  it('that does not tell its creation is taken to be there', () => {
    expect(statesAt(1, job(2, 5, 9, { createdAt: null }))).toEqual(['scheduled']);
  });
});

describe('A block step', () => {
  it('waits, is blocked once all before it is over, and then unblocked', () => {
    const jobs = [job(2, 3, 5, { id: 'a' }), manual(9), job(2, null, null, { id: 'b', state: 'scheduled' })];
    expect(statesAt(4, ...jobs)).toEqual(['running', 'waiting', 'scheduled']);
    expect(statesAt(5, ...jobs)).toEqual(['passed', 'blocked', 'scheduled']);
    expect(statesAt(9, ...jobs)).toEqual(['passed', 'unblocked', 'scheduled']);
  });

  it('that nobody unblocked is blocked, also when the build gave it up later', () => {
    expect(statesAt(9, manual(null))).toEqual(['blocked']);
    expect(statesAt(9, manual(null, { state: 'blocked_failed' }))).toEqual(['blocked']);
  });

  it('is not reached while one before it is blocked, or a job before it is retried', () => {
    const [first, second] = [manual(20, { id: 'a' }), manual(25, { id: 'b' })];
    expect(statesAt(9, first, second)).toEqual(['blocked', 'waiting']);
    const failed = job(1, 2, 3, { id: 'x', state: 'failed', retriedIn: 'y' });
    expect(statesAt(9, failed, job(8, 10, 12, { id: 'y' }), manual(null))).toEqual(['scheduled', 'waiting']);
    expect(statesAt(9, job(1, null, null, { id: 'x', state: 'broken' }), manual(null))).toEqual([
      'broken',
      'blocked',
    ]);
  });
});

describe('A job that was retried', () => {
  const first = job(2, 3, 5, { id: 'one', state: 'failed', exitStatus: 1, retriedIn: 'two' });
  const second = job(8, 9, 11, { id: 'two', state: 'failed', exitStatus: 1, retriedIn: 'three' });
  const third = job(12, 13, 15, { id: 'three' });

  it.each([
    [6, 'one failed', 1],
    [8, 'two scheduled', 2],
    [10, 'two running', 2],
    [11, 'two failed', 2],
    [20, 'three passed', 3],
  ])('shows in second %d the attempt that counted then: %s', (instant, shown, attempts) => {
    const { items, total } = jobsAt(lookAt(first, second, third), at(instant));
    expect(items.map(({ id, state }) => `${id} ${state}`)).toEqual([shown]);
    expect(items).toMatchObject([{ attempts }]);
    expect(total).toBe(1);
  });

  it('keeps the attempts before as history', () => {
    expect(jobsAt(lookAt(first, second, third), at(10)).items[0]?.earlier).toEqual([
      { id: 'one', state: 'failed', softFailed: false, exitStatus: 1, startedAt: at(3), finishedAt: at(5) },
    ]);
  });

  it('is not retried yet while nothing says when', () => {
    expect(statesAt(20, first, { ...second, createdAt: null, state: 'passed' })).toEqual(['failed']);
  });
});

describe('Jobs together', () => {
  const jobs = [
    job(2, 3, 5, { id: 'a' }),
    job(2, 3, 6, { id: 'b' }),
    job(2, 4, 20, { id: 'c', state: 'failed' }),
    job(9, 10, 12, { id: 'd' }),
  ];

  it('are counted as they were', () => {
    expect(jobsAt({ ...lookAt(...jobs), omittedJobs: 7 }, at(8))).toMatchObject({
      lookedAt: at(30),
      total: 3,
      byState: [
        { state: 'passed', jobs: 2 },
        { state: 'running', jobs: 1 },
      ],
      omitted: 7,
      countsComplete: false,
    });
    expect(jobsAt(lookAt(...jobs), at(8)).countsComplete).toBe(true);
  });

  it('are those that the look lists: nothing tells whether the others had failed by then', () => {
    const failed = job(2, 3, 5, { state: 'failed', softFailed: true });
    const look = { ...lookAt(failed), omittedJobs: 7, softFailedJobs: 6 };
    expect(jobsAt(look, at(8))).toMatchObject({ softFailed: 1, countsComplete: false });
  });

  it('are none before any was created', () => {
    expect(jobsAt(lookAt(...jobs), at(1))).toMatchObject({ total: 0, byState: [], items: [] });
  });
});

describe('Jobs as they were seen', () => {
  it('are in the states that the look shows, those left out counted too', () => {
    const retried = job(2, 3, 5, { id: 'one', state: 'failed', retriedIn: 'two' });
    const look = aJobsLook(at(30), {
      jobs: [
        retried,
        job(8, 9, null, { id: 'two', state: 'timing_out' }),
        manual(null, { state: 'waiting' }),
      ],
      states: [
        { state: 'waiting', jobs: 1 },
        { state: 'timing_out', jobs: 3 },
      ],
      omittedJobs: 2,
    });
    expect(jobsAsSeen(look)).toMatchObject({
      lookedAt: at(30),
      total: 4,
      byState: [
        { state: 'timing_out', jobs: 3 },
        { state: 'waiting', jobs: 1 },
      ],
      omitted: 2,
      items: [
        { id: 'two', state: 'timing_out', attempts: 2, earlier: [{ id: 'one', state: 'failed' }] },
        { name: 'Release?', state: 'waiting', attempts: 1, earlier: [] },
      ],
    });
  });

  it('have as many soft failures as the look counts, or lists while it does not count them', () => {
    const failed = job(2, 3, 5, { state: 'failed', softFailed: true });
    const trimmed = { ...lookAt(failed), omittedJobs: 7 };
    expect([
      jobsAsSeen({ ...trimmed, softFailedJobs: 6 }),
      jobsAsSeen(trimmed),
      jobsAsSeen(lookAt(failed)),
    ]).toMatchObject([
      { softFailed: 6, countsComplete: true },
      { softFailed: 1, countsComplete: false },
      { softFailed: 1, countsComplete: true },
    ]);
  });
});
