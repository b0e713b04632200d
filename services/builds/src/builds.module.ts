import { Module } from '@nestjs/common';
import { BuildkiteModule } from '#libs/buildkite';
import { BackfillRepository } from './backfill/backfill-repository.js';
import { Backfills } from './backfill/backfills.js';
import { BeginBackfills } from './backfill/begin-backfills.js';
import { ProgressLog } from './backfill/progress-log.js';
import { BuildServers } from './build-server/build-servers.js';
import { ForgetLooks } from './build/forget-looks.js';
import { forgetting } from './build/forgetting.js';
import { JobsRequests } from './build-jobs/jobs-requests.js';
import { LookAtJobs } from './build-jobs/look-at-jobs.js';
import { PublishLooks } from './build/publish-looks.js';
import { PublishedLooks } from './build/published-looks.js';
import { CollectingMetrics } from './collection/collecting-metrics.js';
import { CollectedOrganizations } from './collection/collected-organizations.js';
import { collectingLoops } from './collection/collecting-loops.js';
import { CollectionController } from './collection/collection.controller.js';
import { CollectionStatuses } from './collection/collection-statuses.js';
import { Collectors } from './collection/collectors.js';
import { Cursors } from './collection/cursors.js';
import { PollOrganization } from './collection/poll-organization.js';
import { PollingCycle } from './collection/polling-cycle.js';
import { ReadBuilds } from './collection/read-builds.js';
import { Sweeps } from './collection/sweeps.js';
import { UnseenBuilds } from './collection/unseen-builds.js';
import { Gathering } from './commit-look-up/gathering.js';
import { LookUpCommits } from './commit-look-up/look-up-commits.js';
import { LookUps } from './commit-look-up/look-ups.js';
import { WantedCommits } from './commit-look-up/wanted-commits.js';
import { ConnectionClients } from './connection/connection-clients.js';
import { IntegrationsConsumer } from './connection/integrations.consumer.js';
import { KnownConnections } from './connection/known-connections.js';
import { RejectedTokens } from './connection/rejected-tokens.js';
import { RetryToken } from './connection/retry-token.js';
import { ConnectionHealths } from './connection-health/connection-healths.js';
import { HealthMetrics } from './connection-health/health-metrics.js';
import { PublishHealth } from './connection-health/publish-health.js';
import { WatchCycle } from './connection-health/watch-cycle.js';
import { DeploysConsumer } from './deploy/deploys.consumer.js';
import { KnownDeploys } from './deploy/known-deploys.js';
import { LookUpDeploys } from './deploy/look-up-deploys.js';
import { KnownRepositories } from './repository/known-repositories.js';
import { ProjectsConsumer } from './repository/projects.consumer.js';
import { CheckDelivery } from './webhook/check-delivery.js';
import { Hints } from './webhook/hints.js';
import { KnownSecrets } from './webhook/known-secrets.js';
import { LookAgain } from './webhook/look-again.js';
import { RecentDeliveries } from './webhook/recent-deliveries.js';
import { TakeDelivery } from './webhook/take-delivery.js';
import { WebhookController } from './webhook/webhook.controller.js';
import { WebhookDeliveries } from './webhook/webhook-deliveries.js';
import { WebhookMetrics } from './webhook/webhook-metrics.js';

const known = [KnownConnections, RejectedTokens, RetryToken, BuildServers, KnownRepositories, KnownDeploys];
const looks = [ConnectionClients, PublishLooks, PublishedLooks, ForgetLooks, forgetting];
const lookingUp = [LookUpDeploys, LookUps, LookUpCommits, WantedCommits, Gathering];
const jobs = [JobsRequests, LookAtJobs];
const polling = [
  CollectedOrganizations,
  Cursors,
  CollectionStatuses,
  ReadBuilds,
  UnseenBuilds,
  PollOrganization,
  PollingCycle,
  Sweeps,
];
const backfilling = [BeginBackfills, Backfills, ProgressLog, BackfillRepository];
const health = [ConnectionHealths, HealthMetrics, PublishHealth, WatchCycle];
const receiving = [KnownSecrets, CheckDelivery, TakeDelivery, RecentDeliveries, WebhookDeliveries];
const hinting = [Hints, LookAgain, WebhookMetrics];

@Module({
  imports: [BuildkiteModule],
  controllers: [
    IntegrationsConsumer,
    ProjectsConsumer,
    DeploysConsumer,
    CollectionController,
    WebhookController,
  ],
  providers: [
    ...known,
    ...looks,
    ...lookingUp,
    ...jobs,
    ...polling,
    ...receiving,
    ...hinting,
    ...backfilling,
    ...health,
    ...collectingLoops,
    Collectors,
    CollectingMetrics,
  ],
})
export class BuildsModule {}
