import { Type, type Static } from 'typebox';
import { Id, Instant, Nullable, Organization } from './primitives.js';

/** Whether a connection can collect builds, and if not, what an admin has to mend. */
export const ConnectionHealth = Type.Enum([
  'healthy',
  'token-rejected',
  'scope-missing',
  'organization-not-accessible',
  'rate-limited',
  'buildkite-unavailable',
]);
export type ConnectionHealth = Static<typeof ConnectionHealth>;

/** A connection began or ceased to work. Published on a change only. Key: the connection's id. */
export const ConnectionHealthChanged = Type.Object({
  organization: Organization,
  connection: Id,
  /** The token that was tried: news about an older one says nothing about the present one. */
  tokenVersion: Id,
  at: Instant,
  health: ConnectionHealth,
  /** What a person reads, without secrets; null while healthy. */
  detail: Nullable(Type.String({ maxLength: 500 })),
});
export type ConnectionHealthChanged = Static<typeof ConnectionHealthChanged>;
