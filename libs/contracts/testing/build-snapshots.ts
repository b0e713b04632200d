import type { BuildSnapshotRevision, SnapshotBuild, SnapshotContent } from '../index.js';
import { acme } from './acme.js';
import { aBuild, aBuildObserved, aCommitLookedUp } from './builds.js';
import { aDeployRegistered } from './deploys.js';
import { builder } from './published.js';

const source = '/services/deploys';
const { organization, connection, project, codeDeployment, environment, repository, sha, deployedAt } = acme;

/** A build that had passed at T; what is not given is as in this one. */
export function aSnapshotBuild(changes: Partial<SnapshotBuild> = {}): SnapshotBuild {
  return {
    ...aBuild(),
    certainty: 'observed',
    lookedAt: '2026-11-23T12:00:02.000Z',
    counts: true,
    ...changes,
  };
}

/** A complete snapshot of one passed build; what is not given is as in this one. */
export function aSnapshotContent(changes: Partial<SnapshotContent> = {}): SnapshotContent {
  return { complete: true, verdict: 'passed', builds: [aSnapshotBuild()], ...changes };
}

const first: BuildSnapshotRevision = {
  organization,
  deploy: { id: acme.deploy, project, codeDeployment, environment, repository, sha, deployedAt },
  connection,
  revision: 1,
  at: '2026-11-23T12:00:04.000Z',
  content: aSnapshotContent(),
  changes: [],
  because: [aDeployRegistered(), aBuildObserved(), aCommitLookedUp()].map(({ type, id }) => ({ type, id })),
};

export const aBuildSnapshotTaken = builder('sleuth.build-snapshot-taken.v1', source, first);

export const aBuildSnapshotCorrected = builder('sleuth.build-snapshot-corrected.v1', source, {
  ...first,
  revision: 2,
  at: '2026-11-23T12:20:00.000Z',
  content: aSnapshotContent({ verdict: 'failed', builds: [aSnapshotBuild({ state: 'failed' })] }),
  changes: [
    { what: 'build-changed', build: acme.build, field: 'state', from: 'passed', to: 'failed' },
    { what: 'verdict-changed', from: 'passed', to: 'failed' },
  ],
  because: [{ type: 'sleuth.build-observed.v1', id: '5b0c6c1e-8f6d-5d3a-9a51-7f2e4d6c8b07' }],
});
