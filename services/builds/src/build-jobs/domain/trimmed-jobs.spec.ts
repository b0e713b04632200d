import fc from 'fast-check';
import type { ObservedJob } from '#libs/contracts';
import { aJob } from '#libs/contracts/testing';
import { trimmedJobs } from './trimmed-jobs.js';

const seen = (jobs: readonly ObservedJob[]) => ({ jobs, actions: [], areActionsWhole: true });
const many = (count: number, changes: Partial<ObservedJob> = {}) =>
  Array.from({ length: count }, (_, index) => aJob({ id: `job-${index}`, ...changes }));
const ids = (jobs: readonly ObservedJob[]) => jobs.map(({ id }) => id);

describe('the jobs that go into an event', () => {
  it('are all, in their order, when they are not too many', () => {
    const jobs = many(500);
    expect(trimmedJobs(seen(jobs))).toMatchObject({ jobs, omittedJobs: 0 });
  });

  it('are the first five hundred, and it is said how many are left out', () => {
    const trimmed = trimmedJobs(seen(many(620)));
    expect(ids(trimmed.jobs)).toEqual(ids(many(500)));
    expect(trimmed.omittedJobs).toBe(120);
  });

  it('are those that failed before any others, still in their order', () => {
    const jobs = many(620).map((job, index) =>
      index % 3 === 2 ? { ...job, state: index % 2 === 0 ? 'failed' : 'timed_out' } : job,
    );
    const trimmed = trimmedJobs(seen(jobs));
    expect(trimmed.jobs.filter(({ state }) => state !== 'passed')).toHaveLength(206);
    expect(trimmed.jobs).toEqual(jobs.filter(({ id }) => ids(trimmed.jobs).includes(id)));
  });

  it('are never a job without its retries, nor a retry without what it repeats', () => {
    const jobs = [...many(499), ...chain('x', 3), aJob({ id: 'last' })];
    expect(ids(trimmedJobs(seen(jobs)).jobs)).toEqual(ids(many(499)));
  });

  it('fit into an event, whatever they are called', () => {
    const long = '\u{1F680}'.repeat(100);
    const trimmed = trimmedJobs(seen(many(500, { name: long, stepKey: long })));
    expect(trimmed.jobs.length).toBeGreaterThan(100);
    expect(trimmed.jobs.length + trimmed.omittedJobs).toBe(500);
    expect(Buffer.byteLength(JSON.stringify(trimmed))).toBeLessThan(240 * 1024);
  });

  it('are whole steps whatever names what', () => {
    const links = fc.array(fc.option(fc.nat({ max: 9 }), { nil: null }), { maxLength: 10 });
    fc.assert(
      fc.property(links, (retriedIn) => {
        const jobs = retriedIn.map((next, index) =>
          aJob({ id: String(index), retriedIn: next === null ? null : String(next) }),
        );
        expect(trimmedJobs(seen(jobs))).toMatchObject({ jobs, omittedJobs: 0 });
      }),
    );
  });
});

describe('what is said beside them', () => {
  it('is how many jobs are in which state, those left out too, retried ones not', () => {
    const jobs = [...many(501), ...chain('x', 2), aJob({ id: 'b', state: 'broken' })];
    expect(trimmedJobs(seen(jobs)).states).toEqual([
      { state: 'broken', jobs: 1 },
      { state: 'passed', jobs: 502 },
    ]);
  });

  it('is how many failed without failing the build, those left out too, retried ones not', () => {
    const soft = { state: 'failed', softFailed: true };
    const jobs = [...many(502, soft), aJob({ id: 'x', ...soft, retriedIn: 'y' }), aJob({ id: 'y' })];
    const trimmed = trimmedJobs(seen(jobs));
    expect(trimmed).toMatchObject({ omittedJobs: 4, softFailedJobs: 502 });
    expect(trimmedJobs(seen(many(2))).softFailedJobs).toBe(0);
  });

  it('is what was done to them, and whether that is all', () => {
    const actions = [{ at: '2026-11-23T12:00:00.000Z', by: 'retry' as const }];
    expect(trimmedJobs({ jobs: [], actions, areActionsWhole: true })).toMatchObject({
      actions,
      actionsComplete: true,
    });
    expect(trimmedJobs({ jobs: [], actions, areActionsWhole: false }).actionsComplete).toBe(false);
    const tooMany = Array.from({ length: 1_001 }, () => actions).flat();
    const cut = trimmedJobs({ jobs: [], actions: tooMany, areActionsWhole: true });
    expect(cut.actions).toHaveLength(1_000);
    expect(cut.actionsComplete).toBe(false);
  });
});

/** A job that was retried until there are so many. */
function chain(name: string, length: number): ObservedJob[] {
  return Array.from({ length }, (_, index) => {
    const isLast = index === length - 1;
    return aJob({
      id: `${name}-${index}`,
      state: isLast ? 'passed' : 'canceled',
      retriedIn: isLast ? null : `${name}-${index + 1}`,
    });
  });
}
