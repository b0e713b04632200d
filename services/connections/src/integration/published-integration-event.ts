import { envelope, type PublishedEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { CheckedToken, IntegrationEvent } from './domain/events.js';
import { organizationOf } from './integration-stream.js';

const source = '/services/connections';

/** The published form of a stored fact: the same id, the same time; `sequence` is its place in the organization's stream. */
export function publishedIntegrationEvent(recorded: RecordedEvent): PublishedEvent {
  const event = recorded as unknown as IntegrationEvent;
  const { at } = event.data;
  const fact = { organization: organizationOf(recorded.stream), at, sequence: recorded.revision };
  const content = { id: recorded.id, source, time: at };
  switch (event.type) {
    case 'ConnectionAdded': {
      const { connection, label, token } = event.data;
      const data = { ...fact, connection, label, ...publicToken(token) };
      return envelope('sleuth.connection-added.v1', { ...content, data });
    }
    case 'ConnectionTokenReplaced': {
      const data = { ...fact, connection: event.data.connection, ...publicToken(event.data.token) };
      return envelope('sleuth.connection-token-replaced.v1', { ...content, data });
    }
    case 'ConnectionWebhookSecretMade': {
      const { connection, version: secretVersion, former: formerSecretVersion } = event.data;
      const data = { ...fact, connection, secretVersion, formerSecretVersion };
      return envelope('sleuth.connection-webhook-secret-made.v1', { ...content, data });
    }
    case 'ConnectionRemoved': {
      const data = { ...fact, connection: event.data.connection };
      return envelope('sleuth.connection-removed.v1', { ...content, data });
    }
    case 'DefaultBuildServerSet': {
      const { project, connection } = event.data;
      return envelope('sleuth.default-build-server-set.v1', {
        ...content,
        data: { ...fact, project, connection },
      });
    }
    case 'DefaultBuildServerCleared': {
      const data = { ...fact, project: event.data.project };
      return envelope('sleuth.default-build-server-cleared.v1', { ...content, data });
    }
    case 'CodeDeploymentBuildServerSet': {
      const { project, codeDeployment, connection } = event.data;
      const data = { ...fact, project, codeDeployment, connection };
      return envelope('sleuth.code-deployment-build-server-set.v1', { ...content, data });
    }
    case 'CodeDeploymentBuildServerCleared': {
      const { project, codeDeployment } = event.data;
      const data = { ...fact, project, codeDeployment };
      return envelope('sleuth.code-deployment-build-server-cleared.v1', { ...content, data });
    }
    case 'IntegrationDisconnected':
      return envelope('sleuth.integration-disconnected.v1', { ...content, data: fact });
  }
}

function publicToken(token: CheckedToken) {
  return {
    tokenVersion: token.version,
    buildkiteUser: token.user?.id ?? null,
    buildkiteOrganizations: token.organizations.map(({ slug }) => slug),
    scopes: [...token.scopes],
    tokenExpiresAt: token.expiresAt,
  };
}
