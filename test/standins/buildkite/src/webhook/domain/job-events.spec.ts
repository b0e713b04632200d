import { NOON } from '../../../testing/a-build.js';
import { ended, failed, firstAttempt, retried, scheduled, started } from '../../build/domain/job-attempt.js';
import type { JobPlan } from '../../build/domain/job-plan.js';
import { jobEvents } from './job-events.js';

const fresh = firstAttempt({ type: 'script', key: 'test', name: 'Test', command: 'make test' }, NOON);
const ofPlan = (plan: JobPlan): typeof fresh => firstAttempt(plan, NOON);
const first = { key: 'test', attempt: 0 };

describe('the events of a job', () => {
  it('are one for being scheduled, started and finished', () => {
    const [waits, runs] = [scheduled(fresh, NOON), started(fresh, NOON)];
    expect(jobEvents([fresh], [waits])).toEqual([{ event: 'job.scheduled', job: first }]);
    expect(jobEvents([waits], [runs])).toEqual([{ event: 'job.started', job: first }]);
    expect(jobEvents([runs], [ended(runs, NOON)])).toEqual([{ event: 'job.finished', job: first }]);
    expect(jobEvents([runs], [failed(runs, NOON)])).toEqual([{ event: 'job.finished', job: first }]);
  });

  it('are none when it stays as it is', () => {
    const runs = started(fresh, NOON);
    expect(jobEvents([runs], [{ ...runs, retried: true }])).toEqual([]);
    expect(jobEvents([fresh], [fresh])).toEqual([]);
  });

  it('are of the new attempt when it is retried', () => {
    const over = failed(fresh, NOON);
    expect(jobEvents([over], retried(over, NOON + 1))).toEqual([
      { event: 'job.scheduled', job: { key: 'test', attempt: 1 } },
    ]);
  });

  it('of a trigger step are its finish alone', () => {
    const trigger = ofPlan({ type: 'trigger', key: 'deploy', name: 'Deploy', pipeline: 'infra' });
    const runs = started(trigger, NOON);
    expect(jobEvents([trigger], [scheduled(trigger, NOON)])).toEqual([]);
    expect(jobEvents([trigger], [runs])).toEqual([]);
    expect(jobEvents([runs], [ended(runs, NOON)])).toMatchObject([{ event: 'job.finished' }]);
  });

  it('of a block step are its being unblocked alone', () => {
    const manual = ofPlan({ type: 'manual', key: 'approve', label: 'Approve' });
    expect(jobEvents([manual], [{ ...manual, state: 'blocked' }])).toEqual([]);
    expect(jobEvents([{ ...manual, state: 'blocked' }], [{ ...manual, state: 'unblocked' }])).toEqual([
      { event: 'job.activated', job: { key: 'approve', attempt: 0 } },
    ]);
  });

  it('are none when it ends without having started', () => {
    expect(jobEvents([fresh], [{ ...fresh, state: 'canceled', finishedAtMs: NOON }])).toEqual([]);
  });
});
