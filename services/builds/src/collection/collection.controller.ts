import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CLOCK, notFound, Roles, type Clock } from '#libs/platform';
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
import { CollectionView, type BackfillView, type RequestBudgetView } from './collection.dto.js';
import { Cursors } from './cursors.js';
import { lagSeconds } from './domain/window.js';

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
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(Backfills) private readonly backfills: Backfills,
  ) {}

  /** The collecting of builds through one connection. */
  @Get(':connection')
  @Roles('viewer', 'deployer')
  async get(@Param('org') organization: string, @Param('connection') id: string): Promise<CollectionView> {
    const connection = await this.connections.get(id);
    if (!connection || connection.isRemoved || connection.organization !== organization)
      throw notFound('connection-not-found', 'There is no such connection.');
    const [status, following, pendingLookUps, requestBudget, lag, backfills, lastWebhookAt = null] =
      await Promise.all([
        this.statuses.get(id),
        this.looks.countOpen(id),
        this.lookUps.countPending(id),
        this.budgetOf(connection),
        this.lagOf(connection),
        this.backfillsOf(id),
        this.deliveries.lastAt(id),
      ]);
    const lastCycle = status?.lastCycle ?? null;
    const nextCycleAt = status?.nextCycleAt ?? null;
    const cycles = { lastCycle, nextCycleAt, lagSeconds: lag };
    return { connection: id, ...cycles, backfills, following, pendingLookUps, lastWebhookAt, requestBudget };
  }

  private async lagOf({ id, buildkiteOrganizations }: KnownConnection): Promise<number | null> {
    const cursors = await Promise.all(buildkiteOrganizations.map((slug) => this.cursors.get(id, slug)));
    return lagSeconds(cursors, this.clock.now());
  }

  private async backfillsOf(connection: string): Promise<BackfillView[]> {
    return (await this.backfills.of(connection)).map((backfill) => {
      const { repository, state, startedAt, finishedAt } = backfill;
      const refused = refusals(backfill);
      return { repository, state, ...progressOf(backfill), refused, startedAt, finishedAt };
    });
  }

  private async budgetOf(connection: KnownConnection): Promise<RequestBudgetView | null> {
    try {
      return await (await this.clients.of(connection)).budget();
    } catch (error) {
      if (failureOf(error) === undefined) throw error;
      return null;
    }
  }
}
