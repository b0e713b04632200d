import { Type, type Static } from 'typebox';
import { ObservedBuild } from './builds.js';
import { Id, Instant, Nullable, Organization, Repository, Sha, Slug } from './primitives.js';

/** How sure the state of a build at T is (design §5). */
export const Certainty = Type.Enum(['observed', 'derived', 'uncertain', 'last-known']);
export type Certainty = Static<typeof Certainty>;

/** What the builds of a deploy amount to. */
export const Verdict = Type.Enum(['passed', 'failed', 'pending', 'none']);
export type Verdict = Static<typeof Verdict>;

/** A build in a snapshot: its fields are those of the look that gave the state; `state` is the state at T. */
export const SnapshotBuild = Type.Object({
  ...ObservedBuild.properties,
  certainty: Certainty,
  /** When Buildkite was looked at for this: the time of the look that gave the state. */
  lookedAt: Instant,
  /** True for the build of its pipeline that counts for the verdict; the others are history. */
  counts: Type.Boolean(),
});
export type SnapshotBuild = Static<typeof SnapshotBuild>;

/** The content of a revision: a pure function of the facts. */
export const SnapshotContent = Type.Object({
  complete: Type.Boolean(),
  verdict: Verdict,
  builds: Type.Array(SnapshotBuild),
});
export type SnapshotContent = Static<typeof SnapshotContent>;

/** One difference between a revision and the one before it. */
export const SnapshotChange = Type.Object({
  what: Type.Enum([
    'build-added',
    'build-removed',
    'build-changed',
    'completeness-changed',
    'verdict-changed',
  ]),
  build: Type.Optional(Type.String()),
  field: Type.Optional(Type.String()),
  from: Type.Optional(Type.Unknown()),
  to: Type.Optional(Type.Unknown()),
});
export type SnapshotChange = Static<typeof SnapshotChange>;

const snapshot = {
  organization: Organization,
  deploy: Type.Object({
    id: Id,
    project: Slug,
    codeDeployment: Slug,
    environment: Slug,
    repository: Repository,
    sha: Sha,
    deployedAt: Instant,
  }),
  connection: Id,
  /** 1 for the first. */
  revision: Type.Integer({ minimum: 1 }),
  at: Instant,
  content: SnapshotContent,
  changes: Type.Array(SnapshotChange),
  /** The facts (event types and ids) that led to this revision, and `deadline` when time ran out. */
  because: Type.Array(Type.Object({ type: Type.String(), id: Nullable(Type.String()) })),
};

export const BuildSnapshotTaken = Type.Object({ ...snapshot });
export const BuildSnapshotCorrected = Type.Object({ ...snapshot });
/** Both events of `sleuth.build-snapshots.v1`, keyed by deploy id. */
export type BuildSnapshotRevision = Static<typeof BuildSnapshotTaken>;
