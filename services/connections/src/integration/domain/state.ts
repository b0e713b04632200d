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
}

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
      const added = { id, label, addedAt, tokenReplacedAt: null, token, replacedVersion: null };
      return { ...integration, connections: [...integration.connections, added] };
    }
    case 'ConnectionTokenReplaced':
      return {
        ...integration,
        connections: integration.connections.map((connection) =>
          connection.id === data.connection
            ? {
                ...connection,
                token: data.token,
                tokenReplacedAt: data.at,
                replacedVersion: connection.token.version,
              }
            : connection,
        ),
      };
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
