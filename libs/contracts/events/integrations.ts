import { Type, type Static } from 'typebox';
import { Described, Fact, Id, Instant, Nullable, Slug, streamFact } from './primitives.js';

/** What Buildkite said about a token when it was checked. */
const checkedToken = {
  tokenVersion: Described(Id, 'Names the token; the token itself is in no event.'),
  buildkiteUser: Nullable(
    Type.String(),
    "Id of Buildkite's user behind the token, if it may be read; rate limits are counted per user.",
  ),
  buildkiteOrganizations: Type.Array(Type.String(), {
    description: 'Slugs of the Buildkite organizations that the token reaches.',
  }),
  scopes: Type.Array(Type.String(), { description: 'Scopes of the token as Buildkite names them.' }),
  tokenExpiresAt: Nullable(Instant, 'When the token ends; null when Buildkite names no end.'),
};

const connection = Described(Id, 'The connection.');
const project = Described(Slug, 'Slug of the project.');
const codeDeployment = Described(Slug, 'Slug of the code deployment.');
const buildServer = Described(Id, 'The connection that builds are read from.');

export const ConnectionAdded = Fact(
  'ConnectionAdded',
  'A connection to Buildkite was added and its token checked.',
  {
    ...streamFact,
    connection,
    label: Type.String({ description: 'What people call the connection; unique in the organization.' }),
    ...checkedToken,
  },
);
export type ConnectionAdded = Static<typeof ConnectionAdded>;

export const ConnectionTokenReplaced = Fact(
  'ConnectionTokenReplaced',
  'A connection goes on with another token; the former one is forgotten.',
  { ...streamFact, connection, ...checkedToken },
);
export type ConnectionTokenReplaced = Static<typeof ConnectionTokenReplaced>;

export const ConnectionWebhookSecretMade = Fact(
  'ConnectionWebhookSecretMade',
  'A connection takes webhooks that are signed with a new secret, beside those signed with the former one.',
  {
    ...streamFact,
    connection,
    secretVersion: Described(Id, 'Names the secret; the secret itself is in no event.'),
    formerSecretVersion: Nullable(
      Id,
      'The one before, which stays valid; null for the first. Older ones are forgotten.',
    ),
  },
);
export type ConnectionWebhookSecretMade = Static<typeof ConnectionWebhookSecretMade>;

export const ConnectionRemoved = Fact(
  'ConnectionRemoved',
  'A connection was removed and its token forgotten; what used it is cleared by facts of its own.',
  { ...streamFact, connection },
);
export type ConnectionRemoved = Static<typeof ConnectionRemoved>;

export const DefaultBuildServerSet = Fact(
  'DefaultBuildServerSet',
  'The code deployments of a project read their builds from this connection, unless they have their own.',
  { ...streamFact, project, connection: buildServer },
);
export type DefaultBuildServerSet = Static<typeof DefaultBuildServerSet>;

export const DefaultBuildServerCleared = Fact(
  'DefaultBuildServerCleared',
  'A project has no default build server any more.',
  { ...streamFact, project },
);
export type DefaultBuildServerCleared = Static<typeof DefaultBuildServerCleared>;

export const CodeDeploymentBuildServerSet = Fact(
  'CodeDeploymentBuildServerSet',
  "One code deployment reads its builds from this connection, whatever its project's default.",
  { ...streamFact, project, codeDeployment, connection: buildServer },
);
export type CodeDeploymentBuildServerSet = Static<typeof CodeDeploymentBuildServerSet>;

export const CodeDeploymentBuildServerCleared = Fact(
  'CodeDeploymentBuildServerCleared',
  "A code deployment reads its builds from its project's default build server again.",
  { ...streamFact, project, codeDeployment },
);
export type CodeDeploymentBuildServerCleared = Static<typeof CodeDeploymentBuildServerCleared>;

export const IntegrationDisconnected = Fact(
  'IntegrationDisconnected',
  'The last connection of the organization is gone: nothing is collected any more.',
  { ...streamFact },
);
export type IntegrationDisconnected = Static<typeof IntegrationDisconnected>;
