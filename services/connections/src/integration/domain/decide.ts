import { Refused } from '#libs/event-store';
import type { IntegrationCommand } from './commands.js';
import type { IntegrationEvent } from './events.js';
import { removeConnections } from './remove-connections.js';
import { findConnection, findDefault, findOverride, type Integration } from './state.js';

type DataOf<Type extends IntegrationCommand['type']> = Extract<IntegrationCommand, { type: Type }>['data'];

/**
 * What follows from a command; nothing when it changes nothing.
 * @throws Refused `label-duplicate`, `token-duplicate`, `connection-not-found`, `connection-unknown`, `code-deployment-unknown`
 */
export function decide({ type, data }: IntegrationCommand, integration: Integration): IntegrationEvent[] {
  switch (type) {
    case 'AddConnection':
      refuseUsedLabel(integration, data.label);
      refuseUsedToken(integration, data.token.uuid);
      return [{ type: 'ConnectionAdded', data }];

    case 'ReplaceToken':
      existing(integration, data.connection);
      refuseUsedToken(integration, data.token.uuid, data.connection);
      return [{ type: 'ConnectionTokenReplaced', data }];

    case 'MakeWebhookSecret':
      return makeWebhookSecret(integration, data);

    case 'RemoveConnection':
      return removeConnections(integration, [existing(integration, data.connection).id], data.at);

    case 'SetDefaultBuildServer':
      return setDefault(integration, data);

    case 'ClearDefaultBuildServer':
      return findDefault(integration, data.project) ? [{ type: 'DefaultBuildServerCleared', data }] : [];

    case 'SetCodeDeploymentBuildServer':
      return setOverride(integration, data);

    case 'ClearCodeDeploymentBuildServer':
      return findOverride(integration, data) ? [{ type: 'CodeDeploymentBuildServerCleared', data }] : [];

    case 'Disconnect':
      return disconnect(integration, data.at);
  }
}

/** The two that are valid now are told: one stays valid, the other does not. */
function makeWebhookSecret(integration: Integration, data: DataOf<'MakeWebhookSecret'>): IntegrationEvent[] {
  const [newest, oldest] = existing(integration, data.connection).webhookSecrets;
  const former = newest?.version ?? null;
  const outdated = oldest?.version ?? null;
  return [{ type: 'ConnectionWebhookSecretMade', data: { ...data, former, outdated } }];
}

function disconnect(integration: Integration, at: string): IntegrationEvent[] {
  const all = integration.connections.map(({ id }) => id);
  return all.length === 0 ? [] : removeConnections(integration, all, at);
}

function setDefault(
  integration: Integration,
  { hasCodeDeployment, ...set }: DataOf<'SetDefaultBuildServer'>,
): IntegrationEvent[] {
  refuseUnknownConnection(integration, set.connection);
  if (!hasCodeDeployment) {
    throw new Refused(
      'code-deployment-unknown',
      `Project ${set.project} has no code deployment yet. Add one, then set its default build server.`,
    );
  }
  const isSet = findDefault(integration, set.project)?.connection === set.connection;
  return isSet ? [] : [{ type: 'DefaultBuildServerSet', data: set }];
}

function setOverride(
  integration: Integration,
  { isKnown, ...set }: DataOf<'SetCodeDeploymentBuildServer'>,
): IntegrationEvent[] {
  refuseUnknownConnection(integration, set.connection);
  if (!isKnown) {
    throw new Refused(
      'code-deployment-unknown',
      `Project ${set.project} has no code deployment ${set.codeDeployment} yet. Add it, then set its build server.`,
    );
  }
  const isSet = findOverride(integration, set)?.connection === set.connection;
  return isSet ? [] : [{ type: 'CodeDeploymentBuildServerSet', data: set }];
}

function existing(integration: Integration, id: string) {
  const connection = findConnection(integration, id);
  if (!connection) throw new Refused('connection-not-found', `There is no connection ${id}.`);
  return connection;
}

function refuseUnknownConnection(integration: Integration, id: string): void {
  if (!findConnection(integration, id)) {
    throw new Refused(
      'connection-unknown',
      `There is no connection ${id}. List the connections and name one of them.`,
    );
  }
}

function refuseUsedLabel(integration: Integration, label: string): void {
  if (integration.connections.some((connection) => connection.label === label)) {
    throw new Refused('label-duplicate', 'Another connection has this label. Choose another one.');
  }
}

function refuseUsedToken(integration: Integration, uuid: string, except?: string): void {
  const other = integration.connections.find(({ id, token }) => token.uuid === uuid && id !== except);
  if (other) {
    throw new Refused('token-duplicate', `Connection "${other.label}" uses this token already.`);
  }
}
