import { Type, type Static } from 'typebox';
import { Id, Instant, Organization, Sha } from './primitives.js';

/** All builds of one SHA were asked for through one connection. Key: `organization:sha`. */
export const CommitLookedUp = Type.Object({
  organization: Organization,
  connection: Id,
  sha: Sha,
  /** The earliest `Date` among the replies that make up this look-up: UTC, whole seconds. */
  lookedAt: Instant,
  /** Slugs of the Buildkite organizations that answered. */
  answered: Type.Array(Type.String()),
  /** Buildkite organizations of the connection that refused, and why. */
  refused: Type.Array(Type.Object({ organization: Type.String(), reason: Type.String() })),
  /** Ids of the builds returned that belong to a repository deployed here; each has its BuildObserved. */
  builds: Type.Array(Type.String()),
});
export type CommitLookedUp = Static<typeof CommitLookedUp>;
