import { Type, type Static } from 'typebox';
import { Id, Instant, Nullable, Organization, Repository, Sha } from './primitives.js';

/** A build as one reply of Buildkite showed it. Times are Buildkite's own; nothing here is guessed. */
export const ObservedBuild = Type.Object({
  id: Type.String({ minLength: 1 }),
  number: Type.Integer(),
  webUrl: Nullable(Type.String()),
  pipeline: Type.Object({ id: Type.String(), slug: Type.String(), name: Type.String() }),
  repository: Repository,
  /** What Buildkite shows as commit: a SHA, or anything a user typed (`HEAD`, a tag). */
  commit: Type.String(),
  /** The effective SHA (design: `commit` if full, else meta-data `buildkite:git:commit`); null while unresolved. */
  sha: Nullable(Sha),
  branch: Type.String(),
  tag: Nullable(Type.String()),
  message: Nullable(Type.String({ maxLength: 500 })),
  source: Nullable(Type.String()),
  creator: Nullable(Type.String()),
  /** Buildkite's state, with `blocked` winning over it; unknown states are kept verbatim. */
  state: Type.String(),
  createdAt: Instant,
  scheduledAt: Nullable(Instant),
  startedAt: Nullable(Instant),
  failingAt: Nullable(Instant),
  finishedAt: Nullable(Instant),
  pullRequest: Nullable(Type.Object({ id: Type.String(), repository: Nullable(Type.String()) })),
  rebuiltFrom: Nullable(Type.Object({ id: Type.String(), number: Type.Integer() })),
  triggeredFrom: Nullable(
    Type.Object({ id: Type.String(), number: Type.Integer(), pipeline: Type.String() }),
  ),
});
export type ObservedBuild = Static<typeof ObservedBuild>;

/** One look: what one reply of Buildkite said about one build, through one connection, at one time. Key: `organization:build.id`. */
export const BuildObserved = Type.Object({
  organization: Organization,
  connection: Id,
  buildkiteOrganization: Type.String(),
  /** The reply's `Date` header: UTC, whole seconds. */
  lookedAt: Instant,
  build: ObservedBuild,
});
export type BuildObserved = Static<typeof BuildObserved>;
