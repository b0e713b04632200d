import type { PublishedEvent } from '#libs/contracts';

/** What a connection reads Buildkite with. */
export interface ConnectionToken {
  /** The connection. */
  readonly id: string;
  readonly organization: string;
  /** Names the token in the vault. */
  readonly tokenVersion: string;
  /** Id of Buildkite's user behind the token, if known: rate limits are counted per user. */
  readonly buildkiteUser: string | null;
  /** Slugs of the Buildkite organizations that the token reaches. */
  readonly buildkiteOrganizations: readonly string[];
  /** RFC 3339, UTC; null when Buildkite names no end. */
  readonly tokenExpiresAt: string | null;
  /** `sequence` of the fact that said so: an older one never wins. */
  readonly revision: number;
}

/** What became of a connection and stays so: that it is or was a build server, or that it was removed. */
export interface ConnectionMark {
  /** `connection/mark` */
  readonly id: string;
  readonly connection: string;
  readonly mark: 'build-server' | 'removed';
}

/** The token that an event brings. */
export function tokenIn(event: PublishedEvent): ConnectionToken | undefined {
  switch (event.type) {
    case 'sleuth.connection-added.v1':
    case 'sleuth.connection-token-replaced.v1': {
      const {
        connection: id,
        organization,
        tokenVersion,
        buildkiteUser,
        buildkiteOrganizations,
        tokenExpiresAt,
      } = event.data;
      const revision = event.data.sequence;
      return {
        id,
        organization,
        tokenVersion,
        buildkiteUser,
        buildkiteOrganizations,
        tokenExpiresAt,
        revision,
      };
    }
    default:
      return undefined;
  }
}

/** The mark that an event puts on a connection. */
export function markIn(event: PublishedEvent): ConnectionMark | undefined {
  switch (event.type) {
    case 'sleuth.default-build-server-set.v1':
    case 'sleuth.code-deployment-build-server-set.v1':
      return mark(event.data.connection, 'build-server');
    case 'sleuth.connection-removed.v1':
      return mark(event.data.connection, 'removed');
    default:
      return undefined;
  }
}

/** The connections that an event is about. */
export function connectionsIn(event: PublishedEvent): string[] {
  const connection = tokenIn(event)?.id ?? markIn(event)?.connection;
  return connection === undefined ? [] : [connection];
}

function mark(connection: string, word: ConnectionMark['mark']): ConnectionMark {
  return { id: `${connection}/${word}`, connection, mark: word };
}
