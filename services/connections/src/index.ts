import { buildkiteBudgets } from '#libs/buildkite';
import type { ServiceDefinition } from '#libs/platform';
import { knownHealth } from './connection-health/known-health.js';
import { ConnectionsModule } from './connections.module.js';
import { knownCodeDeployments } from './known-code-deployments/known-code-deployments.js';
import { CONNECTIONS } from './transport.js';

/** Who may read Buildkite for us, and for which project. */
export const connections: ServiceDefinition = {
  name: 'connections',
  module: ConnectionsModule,
  transport: CONNECTIONS,
  collections: [knownCodeDeployments, knownHealth, buildkiteBudgets],
};
