import type { BuildJobsObserved, BuildObserved, CommitLookedUp, ObservedBuild } from '#libs/contracts';
import type { Shown } from './shown.js';

export const organization = 'acme';
/** The connection that serves the deploy. */
export const connection = '3b1f9f0e-0000-4000-8000-000000000001';
export const repository = 'github.com/acme/shop';
export const sha = '5f2c9e0b1a7d4c3e8f6b0a9d2c1e4f7a8b3d6c5e';

export const deployId = '7c2e4a10-0000-4000-8000-000000000009';

/** RFC 3339 in UTC of milliseconds since the epoch. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** The reply's `Date`: the instant cut to its second. */
export const replyDate = (ms: number): string => iso(Math.floor(ms / 1000) * 1000);

/** A scheduled build of the deployed commit, with what the test says instead. */
export function aBuild(over: Partial<ObservedBuild> = {}): ObservedBuild {
  return {
    id: '018f0000-0000-4000-8000-000000000001',
    number: 7,
    webUrl: 'https://buildkite.com/acme-inc/shop/builds/7',
    pipeline: { id: 'pipeline-1', slug: 'shop', name: 'Shop' },
    repository,
    commit: over.sha === null ? 'HEAD' : sha,
    sha,
    branch: 'main',
    tag: null,
    message: 'Sell more',
    source: 'webhook',
    creator: null,
    state: 'scheduled',
    createdAt: '2026-03-02T10:00:00.000Z',
    scheduledAt: null,
    startedAt: null,
    failingAt: null,
    finishedAt: null,
    pullRequest: null,
    rebuiltFrom: null,
    triggeredFrom: null,
    ...over,
  };
}

/** A look at a build through the serving connection. */
export function aLook(
  lookedAt: string,
  build: Partial<ObservedBuild> = {},
  over: Partial<BuildObserved> = {},
): BuildObserved {
  return {
    organization,
    connection,
    buildkiteOrganization: 'acme-inc',
    lookedAt,
    build: aBuild(build),
    ...over,
  };
}

/** A look at the jobs of a build through the serving connection, which shows none and that nothing was done to them. */
export function aJobsLook(lookedAt: string, over: Partial<BuildJobsObserved> = {}): BuildJobsObserved {
  return {
    organization,
    connection,
    buildkiteOrganization: 'acme-inc',
    build: aBuild().id,
    lookedAt,
    jobs: [],
    omittedJobs: 0,
    states: [],
    actions: [],
    actionsComplete: true,
    ...over,
  };
}

/** A look-up of the deployed SHA through the serving connection, which nobody refused and which found nothing. */
export function aLookUp(lookedAt: string, over: Partial<CommitLookedUp> = {}): CommitLookedUp {
  return {
    organization,
    connection,
    sha,
    lookedAt,
    answered: ['acme-inc'],
    refused: [],
    builds: [],
    ...over,
  };
}

/** The deploy of the SHA at T. */
export function aDeploy(deployedAt: string) {
  return {
    id: deployId,
    organization,
    project: 'shop',
    codeDeployment: 'shop-web',
    environment: 'production',
    repository,
    sha,
    deployedAt,
  };
}

/** What Buildkite shows, as the fields of a build. */
export function fieldsOf(shown: Shown) {
  const instant = (ms: number | null) => (ms === null ? null : iso(ms));
  return {
    state: shown.state,
    createdAt: iso(shown.createdAt),
    scheduledAt: instant(shown.scheduledAt),
    startedAt: instant(shown.startedAt),
    failingAt: instant(shown.failingAt),
    finishedAt: instant(shown.finishedAt),
  };
}
