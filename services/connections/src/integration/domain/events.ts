/** What Buildkite said about a token when it was checked. */
export interface CheckedToken {
  /** Names this token in the vault; a new one for every token that a connection gets. */
  readonly version: string;
  /** Buildkite's own id of the token (REST API › Access token): equal for the same token, tells nothing of its value. */
  readonly uuid: string;
  readonly user: { readonly id: string; readonly name: string; readonly email: string | null } | null;
  readonly organizations: readonly { readonly slug: string; readonly name: string }[];
  readonly scopes: readonly string[];
  /** RFC 3339, UTC; null when Buildkite names none. */
  readonly expiresAt: string | null;
}

interface Fact<Type extends string, Data> {
  readonly type: Type;
  /** `at`: when it was decided, RFC 3339, UTC. */
  readonly data: Readonly<Data & { at: string }>;
}

export type ConnectionAdded = Fact<
  'ConnectionAdded',
  { connection: string; label: string; token: CheckedToken }
>;
export type ConnectionTokenReplaced = Fact<
  'ConnectionTokenReplaced',
  { connection: string; token: CheckedToken }
>;
export type ConnectionWebhookSecretMade = Fact<
  'ConnectionWebhookSecretMade',
  {
    connection: string;
    /** Names the secret in the vault. */
    version: string;
    /** Id of the command that made it. */
    command: string;
    /** The one before it, which stays valid beside it. */
    former: string | null;
    /** The one before that, which is valid no longer. */
    outdated: string | null;
  }
>;
export type ConnectionRemoved = Fact<'ConnectionRemoved', { connection: string }>;
export type DefaultBuildServerSet = Fact<'DefaultBuildServerSet', { project: string; connection: string }>;
export type DefaultBuildServerCleared = Fact<'DefaultBuildServerCleared', { project: string }>;
export type CodeDeploymentBuildServerSet = Fact<
  'CodeDeploymentBuildServerSet',
  { project: string; codeDeployment: string; connection: string }
>;
export type CodeDeploymentBuildServerCleared = Fact<
  'CodeDeploymentBuildServerCleared',
  { project: string; codeDeployment: string }
>;
export type IntegrationDisconnected = Fact<'IntegrationDisconnected', object>;

/** Everything that is decided about an organization's Buildkite integration, in one stream. */
export type IntegrationEvent =
  | ConnectionAdded
  | ConnectionTokenReplaced
  | ConnectionWebhookSecretMade
  | ConnectionRemoved
  | DefaultBuildServerSet
  | DefaultBuildServerCleared
  | CodeDeploymentBuildServerSet
  | CodeDeploymentBuildServerCleared
  | IntegrationDisconnected;
