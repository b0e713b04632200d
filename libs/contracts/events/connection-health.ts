import { Type, type Static } from 'typebox';
import { Described, Fact, Id, Instant, Nullable, Organization } from './primitives.js';

/** Whether a connection can collect builds, and if not, what stands in the way. */
export const ConnectionHealth = Type.Enum([
  'healthy',
  'token-rejected',
  'scope-missing',
  'organization-not-accessible',
  'rate-limited',
  'buildkite-unavailable',
]);
export type ConnectionHealth = Static<typeof ConnectionHealth>;

export const ConnectionHealthChanged = Fact(
  'ConnectionHealthChanged',
  'A connection began or ceased to work.',
  {
    organization: Organization,
    connection: Described(Id, 'The connection.'),
    tokenVersion: Described(
      Id,
      'The token that was tried: news about a former one says nothing about the present one.',
    ),
    at: Described(Instant, 'When it was noticed.'),
    health: ConnectionHealth,
    detail: Nullable(
      Type.String({ maxLength: 500 }),
      'What a person reads, without secrets; null while healthy.',
    ),
  },
);
export type ConnectionHealthChanged = Static<typeof ConnectionHealthChanged>;
