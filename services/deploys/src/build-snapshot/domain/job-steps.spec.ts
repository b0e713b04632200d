import fc from 'fast-check';
import { aJob } from '#libs/contracts/testing';
import { jobSteps } from './job-steps.js';

const job = (id: string, retriedIn: string | null = null) => aJob({ id, retriedIn });
const idsOf = (...jobs: readonly ReturnType<typeof job>[]) =>
  jobSteps(jobs).map((step) => step.map(({ id }) => id).join(' '));

describe('The steps of a build', () => {
  it('are each a job with its retries, wherever these come in the list', () => {
    expect(idsOf(job('c'), job('a', 'a2'), job('a3'), job('b'), job('a2', 'a3'))).toEqual([
      'c',
      'a a2 a3',
      'b',
    ]);
  });

  it('are there although what a job was retried in is not shown', () => {
    expect(idsOf(job('a', 'gone'), job('b'))).toEqual(['a', 'b']);
  });

  it('are there although jobs name each other in a circle', () => {
    expect(idsOf(job('a', 'b'), job('b', 'a'), job('c'))).toEqual(['c', 'a b']);
  });

  it('are together all jobs, each once, whatever names what', () => {
    const links = fc.array(fc.option(fc.nat({ max: 9 }), { nil: null }), { maxLength: 10 });
    fc.assert(
      fc.property(links, (retriedIn) => {
        const jobs = retriedIn.map((next, index) => job(String(index), next === null ? null : String(next)));
        const ids = jobSteps(jobs).flatMap((step) => step.map(({ id }) => id));
        expect(ids.toSorted()).toEqual(jobs.map(({ id }) => id).toSorted());
      }),
    );
  });
});
