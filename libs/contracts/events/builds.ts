import { Type, type Static } from 'typebox';
import { Described, Fact, Id, Instant, Nullable, Organization, Repository, Sha } from './primitives.js';

/** A build as one reply of Buildkite showed it. Times are Buildkite's own; nothing here is guessed. */
export const ObservedBuild = Type.Object({
  id: Type.String({ minLength: 1, description: "Buildkite's id of the build." }),
  number: Type.Integer({ description: 'Unique in the pipeline, later builds have higher ones.' }),
  webUrl: Nullable(Type.String(), 'Where people see the build at Buildkite.'),
  pipeline: Type.Object({ id: Type.String(), slug: Type.String(), name: Type.String() }),
  repository: Described(Repository, "The pipeline's repository: host/owner/name in lower case."),
  commit: Type.String({
    description: 'What Buildkite shows as commit: a SHA, or anything a user typed (HEAD, a tag).',
  }),
  sha: Nullable(
    Sha,
    'The effective SHA: `commit` if full, else meta-data `buildkite:git:commit`; null while unresolved.',
  ),
  branch: Type.String(),
  tag: Nullable(Type.String()),
  message: Nullable(Type.String({ maxLength: 500 })),
  source: Nullable(
    Type.String(),
    'What started the build: webhook, api, ui, trigger_job, schedule or another word.',
  ),
  creator: Nullable(Type.String()),
  state: Type.String({
    description: "Buildkite's state, with `blocked` winning over it; unknown states are kept verbatim.",
  }),
  createdAt: Instant,
  scheduledAt: Nullable(Instant),
  startedAt: Nullable(Instant),
  failingAt: Nullable(Instant, 'When the build first began to fail; never cleared at Buildkite.'),
  finishedAt: Nullable(Instant, 'Also set while blocked; moves when a finished build is re-opened.'),
  pullRequest: Nullable(Type.Object({ id: Type.String(), repository: Nullable(Type.String()) })),
  rebuiltFrom: Nullable(Type.Object({ id: Type.String(), number: Type.Integer() })),
  triggeredFrom: Nullable(
    Type.Object({ id: Type.String(), number: Type.Integer(), pipeline: Type.String() }),
  ),
});
export type ObservedBuild = Static<typeof ObservedBuild>;

export const BuildObserved = Fact(
  'BuildObserved',
  'One look: what one reply of Buildkite said about one build, through one connection, at one time.',
  {
    organization: Organization,
    connection: Described(Id, 'The connection that the build was seen through.'),
    buildkiteOrganization: Type.String({ description: 'Slug of the Buildkite organization.' }),
    lookedAt: Described(Instant, "The reply's `Date` header: UTC, whole seconds."),
    build: ObservedBuild,
  },
);
export type BuildObserved = Static<typeof BuildObserved>;
