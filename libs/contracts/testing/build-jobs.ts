import type { ObservedJob } from '../index.js';
import { acme } from './acme.js';
import { builder } from './published.js';

/** A test job that has passed; what is not given is as in this one. */
export function aJob(changes: Partial<ObservedJob> = {}): ObservedJob {
  return {
    id: '019a0f6e-2b7c-4d11-8a55-6e3f2d1c0b14',
    type: 'script',
    name: 'Test',
    stepKey: 'test',
    state: 'passed',
    softFailed: false,
    exitStatus: 0,
    createdAt: '2026-11-23T11:40:00.000Z',
    startedAt: '2026-11-23T11:40:10.000Z',
    finishedAt: '2026-11-23T11:55:00.000Z',
    unblockedAt: null,
    retriedIn: null,
    ...changes,
  };
}

export const aBuildJobsObserved = builder('sleuth.build-jobs-observed.v1', '/services/builds', {
  organization: acme.organization,
  connection: acme.connection,
  buildkiteOrganization: 'acme-inc',
  build: acme.build,
  lookedAt: '2026-11-23T12:00:03.000Z',
  jobs: [aJob()],
  omittedJobs: 0,
  states: [{ state: 'passed', jobs: 1 }],
  actions: [],
  actionsComplete: true,
});
