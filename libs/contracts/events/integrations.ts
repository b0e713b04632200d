import { Type, type Static } from 'typebox';
import { Id, Instant, Nullable, Organization, Slug } from './primitives.js';

/** Facts of `sleuth.integrations.v1`, keyed by organization, in the order of the organization's stream (`sequence`). */
const fact = { organization: Organization, at: Instant, sequence: Type.Integer({ minimum: 0 }) };

export const ConnectionAdded = Type.Object({
  ...fact,
  connection: Id,
  label: Type.String(),
  tokenVersion: Id,
  /** Buildkite's user behind the token; rate limits are counted per user. */
  buildkiteUser: Nullable(Type.String()),
  buildkiteOrganizations: Type.Array(Type.String()),
  scopes: Type.Array(Type.String()),
  tokenExpiresAt: Nullable(Instant),
});
export type ConnectionAdded = Static<typeof ConnectionAdded>;

export const ConnectionTokenReplaced = Type.Object({
  ...fact,
  connection: Id,
  tokenVersion: Id,
  buildkiteUser: Nullable(Type.String()),
  buildkiteOrganizations: Type.Array(Type.String()),
  scopes: Type.Array(Type.String()),
  tokenExpiresAt: Nullable(Instant),
});
export type ConnectionTokenReplaced = Static<typeof ConnectionTokenReplaced>;

export const ConnectionRemoved = Type.Object({ ...fact, connection: Id });
export type ConnectionRemoved = Static<typeof ConnectionRemoved>;

export const DefaultBuildServerSet = Type.Object({ ...fact, project: Slug, connection: Id });
export type DefaultBuildServerSet = Static<typeof DefaultBuildServerSet>;

export const DefaultBuildServerCleared = Type.Object({ ...fact, project: Slug });
export type DefaultBuildServerCleared = Static<typeof DefaultBuildServerCleared>;

export const CodeDeploymentBuildServerSet = Type.Object({
  ...fact,
  project: Slug,
  codeDeployment: Slug,
  connection: Id,
});
export type CodeDeploymentBuildServerSet = Static<typeof CodeDeploymentBuildServerSet>;

export const CodeDeploymentBuildServerCleared = Type.Object({ ...fact, project: Slug, codeDeployment: Slug });
export type CodeDeploymentBuildServerCleared = Static<typeof CodeDeploymentBuildServerCleared>;

export const IntegrationDisconnected = Type.Object({ ...fact });
export type IntegrationDisconnected = Static<typeof IntegrationDisconnected>;
