import { jobJson, manualJobJson } from '../testing/payloads.js';
import { buildJobs } from './build-jobs.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 10, minute)).toISOString();
const first = jobJson({ id: 'one', state: 'failed', retried: true, retried_in_job_id: 'two' });
const again = jobJson({
  id: 'two',
  created_at: at(10),
  retries_count: 1,
  retry_source: { job_id: 'one', retry_type: 'manual' },
});
const unblocked = manualJobJson({ state: 'unblocked', unblocked_at: at(5) });

describe('the jobs of a build', () => {
  it('are those of the rows in their order, without wait steps', () => {
    const { jobs } = buildJobs([first, { id: 'w', type: 'waiter' }, again, manualJobJson()]);
    expect(jobs.map(({ id }) => id)).toEqual(['one', 'two', 'job-release']);
  });

  it('are each there once, whatever pages repeat', () => {
    expect(buildJobs([first, again, again]).jobs).toHaveLength(2);
    expect(buildJobs([first, again, again]).actions).toHaveLength(1);
  });

  it('know what they were retried in, whichever of the two says so', () => {
    const silent = { ...first, retried_in_job_id: null };
    expect(buildJobs([silent, again]).jobs[0]).toMatchObject({ retriedIn: 'two' });
    expect(buildJobs([first, { ...again, retry_source: null }])).toMatchObject({
      actions: [{ at: at(10), by: 'retry' }],
      areActionsWhole: true,
    });
  });
});

describe('what was done to the jobs of a build', () => {
  it('is each retry, when its new job was created, and each unblocking, the earliest first', () => {
    expect(buildJobs([first, again, unblocked])).toMatchObject({
      actions: [
        { at: at(5), by: 'unblock' },
        { at: at(10), by: 'retry' },
      ],
      areActionsWhole: true,
    });
  });

  it('is in one order at one instant', () => {
    const together = { ...unblocked, unblocked_at: at(10) };
    const expected = [
      { at: at(10), by: 'retry' },
      { at: at(10), by: 'unblock' },
    ];
    expect(buildJobs([together, first, again]).actions).toEqual(expected);
    expect(buildJobs([first, again, together]).actions).toEqual(expected);
  });

  it('is nothing when nobody did anything', () => {
    expect(buildJobs([jobJson(), manualJobJson(), { type: 'waiter' }])).toMatchObject({
      actions: [],
      areActionsWhole: true,
    });
  });

  it.each([
    ['a retry has no instant', [first, { ...again, created_at: null }]],
    ['the job in place of another is not shown', [first]],
    ['an unblocking has no instant', [{ ...unblocked, unblocked_at: null }]],
    ['a row cannot be read', [jobJson(), { type: 'script' }]],
    ['the rows are of a time that did not tell retries', [jobJson({ retried: undefined }), oldJob()]],
  ])('is not all that there was when %s', (_why, rows) => {
    expect(buildJobs(rows).areActionsWhole).toBe(false);
  });
});

function oldJob() {
  const { retried: _retried, ...old } = jobJson({ id: 'old' });
  return old;
}
