import { Type, type Static } from 'typebox';
import { Described, Fact, Id, Instant, Organization, Sha } from './primitives.js';

export const CommitLookedUp = Fact(
  'CommitLookedUp',
  'All builds of one SHA were asked for through one connection.',
  {
    organization: Organization,
    connection: Described(Id, 'The connection that was asked through.'),
    sha: Described(Sha, 'The commit that was asked for.'),
    lookedAt: Described(
      Instant,
      'The earliest `Date` among the replies that make up this look-up: UTC, whole seconds.',
    ),
    answered: Type.Array(Type.String(), {
      description: 'Slugs of the Buildkite organizations that answered.',
    }),
    refused: Type.Array(Type.Object({ organization: Type.String(), reason: Type.String() }), {
      description: 'Buildkite organizations of the connection that refused, and why.',
    }),
    builds: Type.Array(Type.String(), {
      description:
        'Ids of the builds returned that belong to a repository deployed here; each has its BuildObserved.',
    }),
  },
);
export type CommitLookedUp = Static<typeof CommitLookedUp>;
