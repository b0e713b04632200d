import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, systemClock, type Clock } from '#libs/platform';
import { LookUps } from '../commit-look-up/look-ups.js';
import { KnownConnections } from '../connection/known-connections.js';
import { RejectedTokens } from '../connection/rejected-tokens.js';
import { RetryToken } from '../connection/retry-token.js';
import { HealthMetrics } from '../connection-health/health-metrics.js';
import { PublishHealth } from '../connection-health/publish-health.js';
import type { Bells, CollectingLoop } from './collecting-loop.js';
import { CollectionStatuses } from './collection-statuses.js';
import { PollingCycle } from './polling-cycle.js';

/** How often it is looked for what another instance has been told, e.g. a new token: the machine's time. */
const lookAgainMs = 2_000;

/** A cycle that begins further ahead than that began by a clock that was wrong: it keeps nobody waiting. */
const clocksDifferMs = 5_000;

/** Polls a connection, cycle after cycle. */
@Injectable()
export class PollConnection implements CollectingLoop {
  readonly what = 'Polling';

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(KnownConnections) private readonly connections: KnownConnections,
    @Inject(RejectedTokens) private readonly rejectedTokens: RejectedTokens,
    @Inject(RetryToken) private readonly retryToken: RetryToken,
    @Inject(CollectionStatuses) private readonly statuses: CollectionStatuses,
    @Inject(PollingCycle) private readonly cycle: PollingCycle,
    @Inject(LookUps) private readonly lookUps: LookUps,
    @Inject(PublishHealth) private readonly health: PublishHealth,
    @Inject(HealthMetrics) private readonly healthMetrics: HealthMetrics,
  ) {}

  /** Runs until the signal aborts; rejects with its reason, or with what is no failure of Buildkite. */
  async run(id: string, bells: Bells, signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        const dueAt = await this.dueAt(id);
        const restMs = dueAt === undefined ? undefined : dueAt.getTime() - this.clock.now().getTime();
        if (restMs === undefined) await this.untilToldMore(id, bells, signal);
        else if (restMs > 0) await bells.polling.heard(signal, (until) => this.clock.sleep(restMs, until));
        else await this.once(id, bells, signal);
      }
    } finally {
      this.healthMetrics.forget(id);
    }
  }

  /** What stops the polling may have been noticed elsewhere, by a look-up: it is told from here. */
  private async untilToldMore(id: string, bells: Bells, signal: AbortSignal): Promise<void> {
    const connection = await this.connections.get(id);
    if (connection) {
      await this.health.of(connection);
      await this.retryToken.of(connection, signal);
    }
    await bells.polling.heard(signal, (until) => systemClock.sleep(lookAgainMs, until));
  }

  /** When the next cycle is due; undefined while there is to be none. */
  private async dueAt(id: string): Promise<Date | undefined> {
    const connection = await this.connections.get(id);
    if (!connection || connection.isRemoved || (await this.rejectedTokens.has(connection))) return undefined;
    const status = await this.statuses.get(id);
    if (!status?.nextCycleAt) return this.clock.now();
    const isOfNow = Date.parse(status.lastCycle.startedAt) <= this.clock.now().getTime() + clocksDifferMs;
    return isOfNow ? new Date(status.nextCycleAt) : this.clock.now();
  }

  /** One cycle. It may have found what deploys wait for; and when nothing is refused, refused look-ups may be answered. */
  private async once(id: string, bells: Bells, signal: AbortSignal): Promise<void> {
    const connection = await this.connections.get(id);
    if (!connection) return;
    const { lastCycle } = await this.cycle.once(connection, signal);
    if (lastCycle.outcome === 'complete') await this.lookUps.revive(id);
    bells.lookUps.ring();
  }
}
