import { Type, type Static } from 'typebox';
import { ObservedBuild } from './builds.js';
import { Described, Fact, Id, Instant, Nullable, Organization, Repository, Sha, Slug } from './primitives.js';

/** How sure the state of a build at T is (design §5). */
export const Certainty = Type.Enum(['observed', 'derived', 'uncertain', 'last-known'], {
  description: 'How sure the state at the moment of the deploy is.',
});
export type Certainty = Static<typeof Certainty>;

/** What the builds of a deploy amount to. */
export const Verdict = Type.Enum(['passed', 'failed', 'pending', 'none'], {
  description: 'What the builds that count amount to.',
});
export type Verdict = Static<typeof Verdict>;

/** A build in a snapshot: its fields are those of the look that gave the state; `state` is the state at T. */
export const SnapshotBuild = Type.Object({
  ...ObservedBuild.properties,
  certainty: Certainty,
  lookedAt: Described(
    Instant,
    'When Buildkite was looked at for this: the time of the look that gave the state.',
  ),
  counts: Type.Boolean({
    description: 'True for the build of its pipeline that counts for the verdict; the others are history.',
  }),
});
export type SnapshotBuild = Static<typeof SnapshotBuild>;

/** The content of a revision: a pure function of the facts. */
export const SnapshotContent = Type.Object({
  complete: Type.Boolean({
    description: 'False when an organization refused or time ran out before all builds were seen.',
  }),
  verdict: Verdict,
  builds: Type.Array(SnapshotBuild),
  omittedBuilds: Type.Optional(
    Type.Integer({
      minimum: 1,
      description:
        'How many builds are left out because the event would be too large: of those that are history first, then of ' +
        'those that count. `verdict` and `complete` follow from all of them. Absent when none is.',
    }),
  ),
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
  build: Type.Optional(Type.String({ description: "Buildkite's id of the build, when it is about one." })),
  field: Type.Optional(Type.String()),
  from: Type.Optional(Type.Unknown()),
  to: Type.Optional(Type.Unknown()),
});
export type SnapshotChange = Static<typeof SnapshotChange>;

/** A reason for a revision: a fact, or `deadline` when time ran out. */
const Reason = Type.Object({
  type: Type.String({ description: 'The type of the event, or `deadline`.' }),
  id: Nullable(Type.String(), 'The id of the event.'),
});

const revision = {
  organization: Organization,
  deploy: Type.Object({
    id: Id,
    project: Slug,
    codeDeployment: Slug,
    environment: Slug,
    repository: Repository,
    sha: Sha,
    deployedAt: Described(Instant, 'T, the moment of the deploy.'),
  }),
  connection: Described(Id, 'The connection that serves the deploy.'),
  revision: Type.Integer({ minimum: 1, description: '1 for the first, one more for each correction.' }),
  at: Described(Instant, 'When this revision was made.'),
  content: SnapshotContent,
  changes: Type.Array(SnapshotChange, {
    description: 'What differs from the revision before.',
  }),
  omittedChanges: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'How many further changes of builds are left out because the event would be too large.',
    }),
  ),
  because: Type.Array(Reason, { description: 'What led to this revision.' }),
};

export const BuildSnapshotTaken = Fact(
  'BuildSnapshotTaken',
  'The state of the builds of a deploy at the moment of the deploy: the first revision.',
  { ...revision },
);
export const BuildSnapshotCorrected = Fact(
  'BuildSnapshotCorrected',
  'A late fact changed the build snapshot of a deploy: a later revision, which says what and why.',
  { ...revision },
);
/** Both events of `sleuth.build-snapshots.v1`, keyed by deploy id. */
export type BuildSnapshotRevision = Static<typeof BuildSnapshotTaken>;
