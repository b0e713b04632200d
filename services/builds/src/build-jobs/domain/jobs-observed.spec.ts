import { decodeEvent } from '#libs/contracts';
import { acme, aJob, recordOf } from '#libs/contracts/testing';
import { jobsObserved } from './jobs-observed.js';

const lookedAt = '2026-11-23T12:00:03.000Z';
const { organization, connection, build } = acme;
const request = { organization, connection, build, buildkiteOrganization: 'acme-inc' };
const seen = { jobs: [aJob()], actions: [], areActionsWhole: true };

describe('a look at jobs as it is published', () => {
  it('is what Buildkite showed, on the key of the build', () => {
    const event = jobsObserved(request, lookedAt, seen);
    expect(event.data).toEqual({
      ...request,
      lookedAt,
      jobs: [aJob()],
      omittedJobs: 0,
      states: [{ state: 'passed', jobs: 1 }],
      softFailedJobs: 0,
      actions: [],
      actionsComplete: true,
    });
    expect(event).toMatchObject({ time: lookedAt, subject: `acme:${acme.build}` });
    expect(decodeEvent(recordOf(event))).toEqual({ ok: true, event });
  });

  it('has an id of what it says, so that a repeat is recognisable', () => {
    const { id } = jobsObserved(request, lookedAt, seen);
    expect(jobsObserved({ ...request }, lookedAt, structuredClone(seen)).id).toBe(id);
    const others = [
      jobsObserved({ ...request, build: 'other' }, lookedAt, seen),
      jobsObserved({ ...request, connection: 'other' }, lookedAt, seen),
      jobsObserved(request, '2026-11-23T12:00:04.000Z', seen),
      jobsObserved(request, lookedAt, { ...seen, jobs: [aJob({ state: 'failed' })] }),
      jobsObserved(request, lookedAt, { ...seen, areActionsWhole: false }),
    ];
    expect(new Set([id, ...others.map((other) => other.id)]).size).toBe(6);
  });

  it('fits onto its topic with all the jobs that a build can have', () => {
    const jobs = Array.from({ length: 4_000 }, (_, index) =>
      aJob({ id: `job-${index}`, name: 'ä'.repeat(200), stepKey: 'ö'.repeat(200), state: `state ${index}` }),
    );
    const actions = Array.from({ length: 4_000 }, () => ({ at: lookedAt, by: 'unblock' as const }));
    const event = jobsObserved(request, lookedAt, { jobs, actions, areActionsWhole: true });
    expect(decodeEvent(recordOf(event))).toMatchObject({ ok: true });
  });
});
