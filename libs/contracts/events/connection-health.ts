import { Type, type Static } from 'typebox';
import { connectionProblemCodes } from '../connection-problems.js';
import { Described, Fact, Id, Instant, Nullable, Organization } from './primitives.js';

/** One thing that stands in the way of collecting builds, or is about to. */
export const ConnectionProblem = Type.Object({
  code: Type.Enum([...connectionProblemCodes], { description: 'A stable word for what is wrong.' }),
  detail: Type.String({
    maxLength: 500,
    description: 'What a person reads: what is wrong and what to do, without secrets.',
  }),
  since: Described(Instant, 'Since when it is so.'),
  buildkiteOrganization: Nullable(
    Type.String(),
    'Slug of the Buildkite organization that it is about; null when it is about the whole connection.',
  ),
});
export type ConnectionProblem = Static<typeof ConnectionProblem>;

/** Whether a connection can collect builds, and if not, what stands in the way most. */
export const ConnectionHealth = Type.Enum(['healthy', ...connectionProblemCodes], {
  description: '`healthy`, or the code of the worst problem.',
});
export type ConnectionHealth = Static<typeof ConnectionHealth>;

export const ConnectionHealthChanged = Fact(
  'ConnectionHealthChanged',
  'A connection began or ceased to work as it should.',
  {
    organization: Organization,
    connection: Described(Id, 'The connection.'),
    tokenVersion: Described(
      Id,
      'The token that was tried: news about a former one says nothing about the present one.',
    ),
    at: Described(Instant, 'When it was noticed; of two events about a connection the later one counts.'),
    health: ConnectionHealth,
    problems: Type.Array(ConnectionProblem, {
      description: 'All that is wrong now, the worst first; empty while healthy.',
    }),
  },
);
export type ConnectionHealthChanged = Static<typeof ConnectionHealthChanged>;
