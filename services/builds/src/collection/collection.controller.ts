import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { BuildkiteClient } from '#libs/buildkite';
import { notFound, Roles } from '#libs/platform';
import { Backfills } from '../backfill/backfills.js';
import { progressOf } from '../backfill/domain/progress.js';
import { refusals } from '../backfill/domain/refusals.js';
import { PublishedLooks } from '../build/published-looks.js';
import { LookUps } from '../commit-look-up/look-ups.js';
import { ConnectionClients } from '../connection/connection-clients.js';
import { failureOf } from '../connection/failure.js';
import { KnownConnections, type KnownConnection } from '../connection/known-connections.js';
import { WebhookDeliveries } from '../webhook/webhook-deliveries.js';
import { CollectionStatuses } from './collection-statuses.js';
import { CollectedOrganizations } from './collected-organizations.js';
import { CollectionView, type BackfillView } from './collection.dto.js';
import { greatestLag } from './domain/lag.js';

/** How the collecting of builds goes. */
@ApiTags('Collection')
@ApiBearerAuth()
@Controller('v1/organizations/:org/collection')
export class CollectionController {
  constructor(
    @Inject(KnownConnections) private readonly connections: KnownConnections,
    @Inject(CollectionStatuses) private readonly statuses: CollectionStatuses,
    @Inject(PublishedLooks) private readonly looks: PublishedLooks,
    @Inject(LookUps) private readonly lookUps: LookUps,
    @Inject(ConnectionClients) private readonly clients: ConnectionClients,
    @Inject(WebhookDeliveries) private readonly deliveries: WebhookDeliveries,
    @Inject(CollectedOrganizations) private readonly organizations: CollectedOrganizations,
    @Inject(Backfills) private readonly backfills: Backfills,
  ) {}

  /** The collecting of builds through one connection. */
  @Get(':connection')
  @Roles('viewer', 'deployer')
  async get(@Param('org') organization: string, @Param('connection') id: string): Promise<CollectionView> {
    const connection = await this.connections.get(id);
    if (!connection || connection.isRemoved || connection.organization !== organization)
      throw notFound('connection-not-found', 'There is no such connection.');
    const [reading, status, following, pendingLookUps, backfills, lastWebhookAt = null] = await Promise.all([
      this.readingOf(connection),
      this.statuses.get(id),
      this.looks.countOpen(id, connection.buildkiteOrganizations),
      this.lookUps.countPending(id),
      this.backfillsOf(id),
      this.deliveries.lastAt(id),
    ]);
    const cycles = { lastCycle: status?.lastCycle ?? null, nextCycleAt: status?.nextCycleAt ?? null };
    return { connection: id, ...cycles, ...reading, backfills, following, pendingLookUps, lastWebhookAt };
  }

  private async readingOf(connection: KnownConnection) {
    const client = await this.clientOf(connection);
    const [requestBudget, buildkiteOrganizations] = await Promise.all([
      client === null ? null : client.budget(),
      this.organizations.of(connection, client),
    ]);
    const lag = greatestLag(buildkiteOrganizations.map(({ lagSeconds }) => lagSeconds));
    return { lagSeconds: lag, buildkiteOrganizations, requestBudget };
  }

  private async backfillsOf(connection: string): Promise<BackfillView[]> {
    return (await this.backfills.of(connection)).map((backfill) => {
      const { repository, state, startedAt, finishedAt } = backfill;
      const refused = refusals(backfill);
      return { repository, state, ...progressOf(backfill), refused, startedAt, finishedAt };
    });
  }

  private async clientOf(connection: KnownConnection): Promise<BuildkiteClient | null> {
    try {
      return await this.clients.of(connection);
    } catch (error) {
      if (failureOf(error) === undefined) throw error;
      return null;
    }
  }
}
