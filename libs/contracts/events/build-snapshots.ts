import { Type, type Static } from 'typebox';
import { ObservedBuild } from './builds.js';
import { Id, Instant, Nullable, Organization, Repository, Sha, Slug } from './primitives.js';

/** How sure the state of a build at T is (design §5). */
export const Certainty = Type.Union(
  (['observed', 'derived', 'uncertain', 'last-known'] as const).map((word) => Type.Literal(word)),
);
export type Certainty = 'observed' | 'derived' | 'uncertain' | 'last-known';

/** What the builds of a deploy amount to. */
export const Verdict = Type.Union(
  (['passed', 'failed', 'pending', 'none'] as const).map((word) => Type.Literal(word)),
);
export type Verdict = 'passed' | 'failed' | 'pending' | 'none';

/** A build in a snapshot: its fields are those of the look that gave the state; `state` is the state at T. */
export const SnapshotBuild = Type.Object({
  ...ObservedBuild.properties,
  certainty: Certainty,
  /** When Buildkite was looked at for this: the time of the look that gave the state. */
  lookedAt: Instant,
  /** True for the build of its pipeline that counts for the verdict; the others are history. */
  counts: Type.Boolean(),
});
export type SnapshotBuild = Omit<Static<typeof SnapshotBuild>, 'certainty'> & { certainty: Certainty };

/** The content of a revision: a pure function of the facts. */
export const SnapshotContent = Type.Object({
  complete: Type.Boolean(),
  verdict: Verdict,
  builds: Type.Array(SnapshotBuild),
});
export type SnapshotContent = { complete: boolean; verdict: Verdict; builds: SnapshotBuild[] };

/** One difference between a revision and the one before it. */
export const SnapshotChange = Type.Object({
  what: Type.String({ description: 'build-added, build-removed, build-changed, completeness-changed or verdict-changed' }),
  build: Type.Optional(Type.String()),
  field: Type.Optional(Type.String()),
  from: Type.Optional(Type.Unknown()),
  to: Type.Optional(Type.Unknown()),
});
export type SnapshotChange = {
  what: 'build-added' | 'build-removed' | 'build-changed' | 'completeness-changed' | 'verdict-changed';
  build?: string;
  field?: string;
  from?: unknown;
  to?: unknown;
};

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
export type BuildSnapshotRevision = Omit<Static<typeof BuildSnapshotTaken>, 'content' | 'changes'> & {
  content: SnapshotContent;
  changes: SnapshotChange[];
};
