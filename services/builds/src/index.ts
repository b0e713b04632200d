import { buildkiteBudgets } from '#libs/buildkite';
import type { ServiceDefinition } from '#libs/platform';
import { backfills } from './backfill/backfills.js';
import { servedRepositories } from './backfill/begin-backfills.js';
import { buildServerFacts } from './build-server/build-servers.js';
import { jobsRequests } from './build-jobs/jobs-requests.js';
import { publishedLooks } from './build/published-looks.js';
import { BuildsModule } from './builds.module.js';
import { collectionStatuses } from './collection/collection-statuses.js';
import { cursors } from './collection/cursors.js';
import { sweeps } from './collection/sweeps.js';
import { lookUps } from './commit-look-up/look-ups.js';
import { connectionMarks, connectionTokens } from './connection/known-connections.js';
import { rejectedTokens } from './connection/rejected-tokens.js';
import { connectionHealths } from './connection-health/connection-healths.js';
import { knownDeploys } from './deploy/known-deploys.js';
import { codeDeploymentRepositories, deployedRepositories } from './repository/known-repositories.js';
import { BUILDS } from './transport.js';
import { webhookHints } from './webhook/hints.js';
import { webhookSecrets } from './webhook/known-secrets.js';
import { webhookDeliveries } from './webhook/webhook-deliveries.js';

/** Collects builds through the connections that serve deploys. */
export const builds: ServiceDefinition = {
  name: 'builds',
  module: BuildsModule,
  transport: BUILDS,
  collections: [
    connectionTokens,
    connectionMarks,
    rejectedTokens,
    buildServerFacts,
    codeDeploymentRepositories,
    deployedRepositories,
    knownDeploys,
    lookUps,
    publishedLooks,
    jobsRequests,
    cursors,
    collectionStatuses,
    connectionHealths,
    webhookSecrets,
    webhookHints,
    webhookDeliveries,
    sweeps,
    servedRepositories,
    backfills,
    buildkiteBudgets,
  ],
};
