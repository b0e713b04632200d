import type { IntegrationEvent } from './events.js';
import type { Integration } from './state.js';

/**
 * The facts of removing these connections in one append: the connections go, every build server setting that used
 * them is cleared, and the integration is disconnected when none is left.
 */
export function removeConnections(
  integration: Integration,
  ids: readonly string[],
  at: string,
): IntegrationEvent[] {
  const goes = new Set(ids);
  const events: IntegrationEvent[] = ids.map((connection) => ({
    type: 'ConnectionRemoved',
    data: { connection, at },
  }));
  for (const { project, connection } of integration.defaults) {
    if (goes.has(connection)) events.push({ type: 'DefaultBuildServerCleared', data: { project, at } });
  }
  for (const { project, codeDeployment, connection } of integration.overrides) {
    if (goes.has(connection)) {
      events.push({ type: 'CodeDeploymentBuildServerCleared', data: { project, codeDeployment, at } });
    }
  }
  if (integration.connections.every(({ id }) => goes.has(id))) {
    events.push({ type: 'IntegrationDisconnected', data: { at } });
  }
  return events;
}
