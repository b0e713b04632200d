import type { ObservedBuild } from '../index.js';
import { acme } from './acme.js';
import { builder } from './published.js';

const source = '/services/builds';
const { organization, connection, tokenVersion, sha } = acme;

/** A build that has passed five minutes before T; what is not given is as in this one. */
export function aBuild(changes: Partial<ObservedBuild> = {}): ObservedBuild {
  return {
    id: acme.build,
    number: 42,
    webUrl: 'https://buildkite.com/acme-inc/shop/builds/42',
    pipeline: { id: acme.pipeline, slug: 'shop', name: 'Shop' },
    repository: acme.repository,
    commit: sha,
    sha,
    branch: 'main',
    tag: null,
    message: 'Let the basket keep its order',
    source: 'webhook',
    creator: 'Ada Example',
    state: 'passed',
    createdAt: '2026-11-23T11:40:00.000Z',
    scheduledAt: '2026-11-23T11:40:01.000Z',
    startedAt: '2026-11-23T11:40:10.000Z',
    failingAt: null,
    finishedAt: '2026-11-23T11:55:00.000Z',
    pullRequest: null,
    rebuiltFrom: null,
    triggeredFrom: null,
    ...changes,
  };
}

export const aBuildObserved = builder('sleuth.build-observed.v1', source, {
  organization,
  connection,
  buildkiteOrganization: 'acme-inc',
  lookedAt: '2026-11-23T12:00:02.000Z',
  build: aBuild(),
});

export const aCommitLookedUp = builder('sleuth.commit-looked-up.v1', source, {
  organization,
  connection,
  sha,
  lookedAt: '2026-11-23T12:00:02.000Z',
  answered: ['acme-inc'],
  refused: [],
  builds: [acme.build],
});

export const aConnectionHealthChanged = builder('sleuth.connection-health-changed.v1', source, {
  organization,
  connection,
  tokenVersion,
  at: '2026-11-23T12:00:03.000Z',
  health: 'healthy',
  problems: [],
});
