import { aJob } from '#libs/contracts/testing';
import { aJobsLook } from '../testing/facts.js';
import { jobsAsSeen } from './jobs-at.js';
import { jobsPerBuild, jobsShown } from './jobs-shown.js';

const job = (id: number, state = 'passed', softFailed = false) => aJob({ id: String(id), state, softFailed });
const seen = (...jobs: ReturnType<typeof job>[]) =>
  jobsAsSeen(aJobsLook('2026-03-02T10:00:00.000Z', { jobs, omittedJobs: 3 }));

describe('How many jobs of a build a page shows', () => {
  it.each([
    [0, 100],
    [1, 100],
    [20, 100],
    [40, 50],
    [1_000, 5],
  ])('of %d builds is %d', (builds, most) => {
    expect(jobsPerBuild(builds)).toBe(most);
  });
});

describe('The jobs that a page shows', () => {
  it('are all when they are not too many', () => {
    const jobs = seen(job(1), job(2));
    expect(jobsShown(jobs, 2)).toEqual(jobs);
  });

  it('are those that failed the build before others, in their order; how many are left out is counted', () => {
    const jobs = seen(job(1), job(2, 'failed', true), job(3), job(4, 'failed'), job(5, 'expired'));
    const shown = jobsShown(jobs, 3);
    expect(shown.items.map(({ id }) => id)).toEqual(['1', '4', '5']);
    expect(shown).toMatchObject({ omitted: 5, softFailed: 1 });
  });

  it('leave out retries with their job', () => {
    const retried = [{ ...job(2, 'failed'), retriedIn: '3' }, job(3)];
    expect(jobsShown(seen(job(1), ...retried), 1)).toMatchObject({ omitted: 5, items: [{ id: '1' }] });
  });
});
