import type { CheckedToken, IntegrationEvent } from './events.js';

/** A connection as it stands. */
export interface Connection {
  readonly id: string;
  readonly label: string;
  readonly addedAt: string;
  /** When its present token came, if it is not the first. */
  readonly tokenReplacedAt: string | null;
  readonly token: CheckedToken;
  /** The version that the present token replaced, if it is not the first. */
  readonly replacedVersion: string | null;
  /** With which its webhooks may be signed, the newest first: two at most, so that one can take the place of another. */
  readonly webhookSecrets: readonly WebhookSecret[];
}

/** A secret that webhooks may be signed with; its text lies in the vault alone. */
export interface WebhookSecret {
  readonly version: string;
  /** Id of the command that made it. */
  readonly command: string;
  /** RFC 3339, UTC. */
  readonly madeAt: string;
}

/** How many secrets of a connection are valid at a time. */
const mostWebhookSecrets = 2;

/** A project's default build server. */
export interface DefaultBuildServer {
  readonly project: string;
  readonly connection: string;
}

/** The build server of one code deployment, which wins over its project's default. */
export interface CodeDeploymentBuildServer extends DefaultBuildServer {
  readonly codeDeployment: string;
}

/** An organization's Buildkite integration: its connections, oldest first, and who reads builds through which. */
export interface Integration {
  readonly connections: readonly Connection[];
  readonly defaults: readonly DefaultBuildServer[];
  readonly overrides: readonly CodeDeploymentBuildServer[];
}

export const noIntegration: Integration = { connections: [], defaults: [], overrides: [] };

/** The integration after one more fact. */
export function evolve(integration: Integration, { type, data }: IntegrationEvent): Integration {
  switch (type) {
    case 'ConnectionAdded': {
      const { connection: id, label, at: addedAt, token } = data;
      const added = {
        id,
        label,
        addedAt,
        tokenReplacedAt: null,
        token,
        replacedVersion: null,
        webhookSecrets: [],
      };
      return { ...integration, connections: [...integration.connections, added] };
    }
    case 'ConnectionTokenReplaced':
      return withConnection(integration, data.connection, (connection) => ({
        ...connection,
        token: data.token,
        tokenReplacedAt: data.at,
        replacedVersion: connection.token.version,
      }));
    case 'ConnectionWebhookSecretMade': {
      const { version, command, at: madeAt } = data;
      return withConnection(integration, data.connection, (connection) => ({
        ...connection,
        webhookSecrets: [{ version, command, madeAt }, ...connection.webhookSecrets].slice(
          0,
          mostWebhookSecrets,
        ),
      }));
    }
    case 'ConnectionRemoved':
      return {
        ...integration,
        connections: integration.connections.filter(({ id }) => id !== data.connection),
      };
    case 'DefaultBuildServerSet': {
      const { project, connection } = data;
      return { ...integration, defaults: [...withoutDefault(integration, project), { project, connection }] };
    }
    case 'DefaultBuildServerCleared':
      return { ...integration, defaults: withoutDefault(integration, data.project) };
    case 'CodeDeploymentBuildServerSet': {
      const { project, codeDeployment, connection } = data;
      return {
        ...integration,
        overrides: [...withoutOverride(integration, data), { project, codeDeployment, connection }],
      };
    }
    case 'CodeDeploymentBuildServerCleared':
      return { ...integration, overrides: withoutOverride(integration, data) };
    case 'IntegrationDisconnected':
      return noIntegration;
  }
}

/** The connection with this id, if it is there. */
export function findConnection(integration: Integration, id: string): Connection | undefined {
  return integration.connections.find((connection) => connection.id === id);
}

/** The default build server of a project, if one is set. */
export function findDefault(integration: Integration, project: string): DefaultBuildServer | undefined {
  return integration.defaults.find((set) => set.project === project);
}

/** The build server of a code deployment's own, if one is set. */
export function findOverride(
  integration: Integration,
  of: { readonly project: string; readonly codeDeployment: string },
): CodeDeploymentBuildServer | undefined {
  return integration.overrides.find((set) => isOverrideOf(set, of));
}

/** The versions of a connection's secrets that are in use: of its token, and of those that sign its webhooks. */
export function versionsInUse({ token, webhookSecrets }: Connection): readonly string[] {
  return [token.version, ...webhookSecrets.map(({ version }) => version)];
}

function withConnection(
  integration: Integration,
  id: string,
  change: (connection: Connection) => Connection,
): Integration {
  const connections = integration.connections.map((connection) =>
    connection.id === id ? change(connection) : connection,
  );
  return { ...integration, connections };
}

function withoutDefault(integration: Integration, project: string) {
  return integration.defaults.filter((set) => set.project !== project);
}

function withoutOverride(integration: Integration, of: { project: string; codeDeployment: string }) {
  return integration.overrides.filter((set) => !isOverrideOf(set, of));
}

function isOverrideOf(
  set: CodeDeploymentBuildServer,
  of: { project: string; codeDeployment: string },
): boolean {
  return set.project === of.project && set.codeDeployment === of.codeDeployment;
}
