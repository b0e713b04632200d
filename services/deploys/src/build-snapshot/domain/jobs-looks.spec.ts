import fc from 'fast-check';
import { aJobsLook, iso } from '../testing/facts.js';
import { jobActionsIn, jobsLookFrom, lastJobsLook, type JobsLook } from './jobs-looks.js';
import type { JobAction } from './reopening.js';

const at = (second: number, ms = 0) => iso(Date.UTC(2026, 2, 2, 10, 0, second, ms));
const retry = (second: number): JobAction => ({ at: at(second), by: 'retry' });
const unblock = (second: number): JobAction => ({ at: at(second), by: 'unblock' });
const telling = (second: number, actions: JobAction[], actionsComplete = true) =>
  aJobsLook(at(second), { actions, actionsComplete });

describe('What jobs tell of retries and unblocks', () => {
  it('is what all looks tell together, in order, each once', () => {
    expect(
      jobActionsIn([telling(9, [retry(2), unblock(5), retry(8)]), telling(6, [retry(2), unblock(5)])]),
    ).toEqual([retry(2), unblock(5), retry(8)]);
  });

  it('is nothing of a look that may miss some: an early one must not be missing', () => {
    expect(jobActionsIn([telling(9, [retry(8)], false)])).toEqual([]);
    expect(jobActionsIn([telling(9, [retry(8)], false), telling(6, [retry(2)])])).toEqual([retry(2)]);
  });

  it('is both when two were done at one instant', () => {
    expect(jobActionsIn([telling(9, [unblock(3), retry(3)])])).toEqual([retry(3), unblock(3)]);
  });

  it('is one action however its instant is spelled', () => {
    const spelled = { at: '2026-03-02T10:00:03Z', by: 'retry' as const };
    expect(jobActionsIn([telling(9, [retry(3)]), telling(9, [spelled])])).toHaveLength(1);
  });
});

describe('The look at jobs that tells of T', () => {
  const looks = [telling(12, []), telling(8, []), telling(10, [])];

  it('is the first one from T on', () => {
    expect(jobsLookFrom(looks, at(9))?.lookedAt).toBe(at(10));
    expect(jobsLookFrom(looks, at(10))?.lookedAt).toBe(at(10));
    expect(jobsLookFrom(looks, at(13))).toBeUndefined();
  });

  it('is not the last one, which tells of now', () => {
    expect(lastJobsLook(looks)?.lookedAt).toBe(at(12));
    expect(lastJobsLook([])).toBeUndefined();
  });
});

it('Nothing of this depends on the order of the looks, or on repeats', () => {
  const action = fc.record({
    at: fc.nat({ max: 6 }).map((second) => at(second)),
    by: fc.constantFrom('retry' as const, 'unblock' as const),
  });
  const look = fc
    .record({
      second: fc.nat({ max: 6 }),
      actions: fc.array(action, { maxLength: 3 }),
      isWhole: fc.boolean(),
      omittedJobs: fc.nat({ max: 2 }),
    })
    .map(({ second, actions, isWhole, omittedJobs }) => ({
      ...telling(second, actions, isWhole),
      omittedJobs,
    }));
  const everything = (looks: readonly JobsLook[]) => [
    jobActionsIn(looks),
    jobsLookFrom(looks, at(3)),
    lastJobsLook(looks),
  ];
  fc.assert(
    fc.property(fc.array(look, { maxLength: 6 }), (looks) => {
      expect(everything([...looks, ...looks].toReversed())).toEqual(everything(looks));
    }),
  );
});
