import type { BuildObserved, CommitLookedUp, PublishedEvent } from '#libs/contracts';
import {
  aBuild,
  aBuildJobsObserved,
  aBuildObserved,
  aCommitLookedUp,
  aDefaultBuildServerSet,
  acme,
  aDeployRegistered,
} from '#libs/contracts/testing';
import type { RecordedEvent } from '#libs/event-store';
import type { Revision } from '../../../../services/deploys/src/build-snapshot/domain/build-snapshot.js';
import { snapshotContent } from '../../../../services/deploys/src/build-snapshot/domain/snapshot-content.js';
import { at, type LoggedDelivery } from '../../../standins/buildkite/testing/index.js';
import { looksIn } from '../checks/left.js';
import { Truth } from '../checks/truth.js';
import { iso, minuteMs, type Entry, type Plan, type PlannedBuild } from '../plan/plan.js';
import type { Outcome } from '../play/run-plan.js';

export const noonMs = Date.parse(acme.deployedAt);

/** A build of the small plan that passes 4 minutes after its creation at `createdMs`, which is counted from T. */
export function passingBuild(createdMs: number, more: Partial<PlannedBuild> = {}): PlannedBuild {
  return {
    pipeline: 'one',
    repository: 'shop',
    kind: 'passed',
    sha: acme.sha,
    spec: {
      id: acme.build,
      commit: acme.sha,
      createdAt: iso(noonMs + createdMs),
      script: [at('0s').scheduled(), at('10s').running(), at('4m').passed()],
    },
    ...more,
  };
}

/** A plan of some builds and one deploy of their commit at noon. */
export function smallPlan(builds: readonly PlannedBuild[], removedAtMs: number | null = null): Plan {
  const url = 'git@github.com:acme/shop.git';
  const deploy = {
    kind: 'fresh',
    repository: 'shop',
    environment: 'production',
    sha: acme.sha,
    deployedAt: undefined,
  };
  const entries: readonly Entry[] = [
    ...builds.map((build) => ({
      atMs: Date.parse(build.spec.createdAt),
      what: 'build' as const,
      build,
    })),
    { atMs: noonMs, what: 'deploy', deploy },
  ];
  return {
    seed: 1,
    startMs: noonMs - 60 * minuteMs,
    endMs: noonMs + 60 * minuteMs,
    repositories: [{ name: 'shop', spellings: [url], isDeployed: true, hasOwnBuildServer: false }],
    pipelines: [{ id: 'one', slug: 'shop-1', repository: 'shop', url, removedAtMs }],
    entries: entries.toSorted((one, other) => one.atMs - other.atMs),
  };
}

/** What Buildkite shows of a planned build so many milliseconds from T. */
export function lookAt(plan: Plan, { spec, sha }: PlannedBuild, ms: number): BuildObserved {
  const truth = new Truth(plan);
  const changes = truth.changes(spec.id).filter((change) => change.atMs <= noonMs + ms);
  const timeOf = (...names: readonly string[]) => {
    const change = changes.findLast((one) => names.includes(one.change));
    return change === undefined ? null : iso(change.atMs);
  };
  const build = aBuild({
    id: spec.id,
    commit: spec.commit,
    sha,
    state: truth.stateAt(spec.id, noonMs + ms) ?? '',
    createdAt: spec.createdAt,
    scheduledAt: timeOf('scheduled'),
    startedAt: timeOf('running'),
    finishedAt: truth.finishedAt(spec.id, noonMs + ms),
  });
  return aBuildObserved({ lookedAt: iso(noonMs + ms), build }).data;
}

/** The facts that a run left on the logs. */
export interface Facts {
  readonly looks: readonly BuildObserved[];
  readonly lookUps: readonly CommitLookedUp[];
}

/** The look-up that a deploy leads to. */
export function lookUpOf(builds: readonly PlannedBuild[]): CommitLookedUp {
  return aCommitLookedUp({ lookedAt: iso(noonMs + 2_000), builds: builds.map(({ spec }) => spec.id) }).data;
}

/** A run in which all went well: its one deploy has the snapshot that follows from the facts. */
export function smallOutcome(plan: Plan, { looks, lookUps }: Facts): Outcome {
  const { deploy: id, ...deployed } = aDeployRegistered().data;
  const { organization, connection } = acme;
  const content = snapshotContent({ deploy: { ...deployed }, connection, looks, lookUps });
  const { project, codeDeployment, environment, repository, sha, deployedAt } = deployed;
  const revision: Revision = {
    organization,
    deploy: { id, project, codeDeployment, environment, repository, sha, deployedAt },
    connection,
    revision: 1,
    at: iso(noonMs + 3_000),
    content,
    changes: [],
    because: [{ type: 'sleuth.commit-looked-up.v1', id: 'x' }],
  };
  const observed: PublishedEvent[] = looks.map((look) => aBuildObserved(look));
  const jobs = looks
    .filter(({ lookedAt }) => Date.parse(lookedAt) >= noonMs)
    .map(({ build, lookedAt }) =>
      aBuildJobsObserved({ build: build.id, connection, lookedAt, jobs: [], actions: [] }),
    );
  const published = new Map<string, readonly PublishedEvent[]>([
    ['sleuth.builds.v1', [...observed, ...jobs]],
    ['sleuth.commit-look-ups.v1', lookUps.map((lookUp) => aCommitLookedUp(lookUp))],
    ['sleuth.integrations.v1', [aDefaultBuildServerSet({ at: iso(plan.startMs) })]],
  ]);
  return {
    plan,
    stored: [
      recorded(`deploys-${organization}.${codeDeployment}.${environment}`, 'DeployRegistered', {
        ...aDeployRegistered().data,
      }),
      recorded(`buildSnapshot-${organization}.${id}`, 'BuildSnapshotTaken', { ...revision }),
    ],
    published,
    revisions: [revision],
    looks: looksIn(observed),
    lookUps,
    keepingFaults: [],
    deadLetters: [],
    connections: { all: [connection], ofRepository: new Map([['shop', connection]]) },
    happenings: [],
    kills: 0,
    endedByThemselves: [],
    windows: [],
    deliveries: Array.from({ length: 100 }, () => aDelivery()),
    requestCount: 0,
    overMs: plan.endMs,
    output: '',
  };
}

/** A delivery that was taken. */
export function aDelivery(more: Partial<LoggedDelivery> = {}): LoggedDelivery {
  const time = iso(noonMs);
  const event = 'build.finished';
  const answer = { attemptMs: 3, status: 202, error: null };
  const about = { webhook: 'w', organization: 'acme-inc', event, build: acme.build } as const;
  return { ...about, changedAt: time, at: time, ...answer, ...more };
}

/** The outcome without looks at jobs. */
export function withoutJobs(outcome: Outcome): Outcome {
  const isOfBuild = ({ type }: PublishedEvent) => type === 'sleuth.build-observed.v1';
  const builds = (outcome.published.get('sleuth.builds.v1') ?? []).filter(isOfBuild);
  return { ...outcome, published: new Map([...outcome.published, ['sleuth.builds.v1', builds]]) };
}

/** The outcome with another last revision of its one deploy, in the store too. */
export function withContent(outcome: Outcome, change: Partial<Revision['content']>): Outcome {
  const [old] = outcome.revisions;
  if (old === undefined) throw new Error('There is no revision.');
  const revision = { ...old, content: { ...old.content, ...change } };
  const stored = outcome.stored.map((event) =>
    event.type === 'BuildSnapshotTaken' ? { ...event, data: { ...revision } } : event,
  );
  return { ...outcome, revisions: [revision], stored };
}

function recorded(stream: string, type: string, data: RecordedEvent['data']): RecordedEvent {
  return { id: `${stream} ${type}`, stream, type, data, revision: 0, position: '0', recordedAt: iso(noonMs) };
}
