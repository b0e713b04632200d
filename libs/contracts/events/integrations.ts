import { Type, type Static } from 'typebox';
import { Described, Id, Instant, Nullable, Slug, streamFact } from './primitives.js';

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

export const ConnectionAdded = Type.Object(
  {
    ...streamFact,
    connection,
    label: Type.String({ description: 'What people call the connection; unique in the organization.' }),
    ...checkedToken,
  },
  { title: 'ConnectionAdded', description: 'A connection to Buildkite was added and its token checked.' },
);
export type ConnectionAdded = Static<typeof ConnectionAdded>;

export const ConnectionTokenReplaced = Type.Object(
  { ...streamFact, connection, ...checkedToken },
  {
    title: 'ConnectionTokenReplaced',
    description: 'A connection goes on with another token; the former one is forgotten.',
  },
);
export type ConnectionTokenReplaced = Static<typeof ConnectionTokenReplaced>;

export const ConnectionRemoved = Type.Object(
  { ...streamFact, connection },
  {
    title: 'ConnectionRemoved',
    description:
      'A connection was removed and its token forgotten; what used it is cleared by facts of its own.',
  },
);
export type ConnectionRemoved = Static<typeof ConnectionRemoved>;

export const DefaultBuildServerSet = Type.Object(
  { ...streamFact, project, connection: buildServer },
  {
    title: 'DefaultBuildServerSet',
    description:
      'The code deployments of a project read their builds from this connection, unless they have their own.',
  },
);
export type DefaultBuildServerSet = Static<typeof DefaultBuildServerSet>;

export const DefaultBuildServerCleared = Type.Object(
  { ...streamFact, project },
  { title: 'DefaultBuildServerCleared', description: 'A project has no default build server any more.' },
);
export type DefaultBuildServerCleared = Static<typeof DefaultBuildServerCleared>;

export const CodeDeploymentBuildServerSet = Type.Object(
  { ...streamFact, project, codeDeployment, connection: buildServer },
  {
    title: 'CodeDeploymentBuildServerSet',
    description: "One code deployment reads its builds from this connection, whatever its project's default.",
  },
);
export type CodeDeploymentBuildServerSet = Static<typeof CodeDeploymentBuildServerSet>;

export const CodeDeploymentBuildServerCleared = Type.Object(
  { ...streamFact, project, codeDeployment },
  {
    title: 'CodeDeploymentBuildServerCleared',
    description: "A code deployment reads its builds from its project's default build server again.",
  },
);
export type CodeDeploymentBuildServerCleared = Static<typeof CodeDeploymentBuildServerCleared>;

export const IntegrationDisconnected = Type.Object(
  { ...streamFact },
  {
    title: 'IntegrationDisconnected',
    description: 'The last connection of the organization is gone: nothing is collected any more.',
  },
);
export type IntegrationDisconnected = Static<typeof IntegrationDisconnected>;
