import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '#libs/bus';
import { encodeEvent, sameContent, topics } from '#libs/contracts';
import { BUS, CLOCK, CONFIG, type Clock, type Config } from '#libs/platform';
import { Turns } from '../build/turns.js';
import { KnownConnections, type KnownConnection } from '../connection/known-connections.js';
import { RejectedTokens } from '../connection/rejected-tokens.js';
import { WebhookDeliveries } from '../webhook/webhook-deliveries.js';
import { ConnectionHealths } from './connection-healths.js';
import { healthAfter } from './domain/health.js';
import { connectionHealthChanged } from './domain/health-changed.js';
import type { Attempt } from './domain/reading.js';
import { HealthMetrics } from './health-metrics.js';

/** A cycle of a connection, under way or over. */
export interface CycleSoFar {
  readonly startedAt: Date;
  /** What came of the Buildkite organizations so far. */
  readonly attempts: readonly Attempt[];
}

const behindAfterIntervals = 5;
const behindAfterMsAtLeast = 5 * 60_000;

/** Milliseconds without a complete reading after which a Buildkite organization is behind. */
export function behindAfterMs({ pollIntervalMs }: Pick<Config, 'pollIntervalMs'>): number {
  return Math.max(behindAfterIntervals * pollIntervalMs, behindAfterMsAtLeast);
}

/** Tells others how a connection is, whenever something else is wrong with it than before. */
@Injectable()
export class PublishHealth {
  /** A cycle that takes long is judged while it is under way, and may end meanwhile. */
  readonly #turns = new Turns();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'pollIntervalMs'>,
    @Inject(BUS) private readonly bus: Bus,
    @Inject(KnownConnections) private readonly connections: KnownConnections,
    @Inject(RejectedTokens) private readonly rejectedTokens: RejectedTokens,
    @Inject(WebhookDeliveries) private readonly deliveries: WebhookDeliveries,
    @Inject(ConnectionHealths) private readonly healths: ConnectionHealths,
    @Inject(HealthMetrics) private readonly metrics: HealthMetrics,
  ) {}

  /**
   * Judges a connection by what is known and by what its cycle found. What is to be told is kept, then published, then
   * marked: a crash in between repeats the same event. Nothing is told of a connection that is removed, or that has got
   * another token since the cycle began.
   * @throws the errors of the bus and of the documents
   */
  of(connection: Pick<KnownConnection, 'id' | 'tokenVersion'>, cycle?: CycleSoFar): Promise<void> {
    return this.#turns.take(connection.id, () => this.judge(connection, cycle));
  }

  private async judge(
    { id, tokenVersion }: Pick<KnownConnection, 'id' | 'tokenVersion'>,
    cycle: CycleSoFar | undefined,
  ): Promise<void> {
    const connection = await this.connections.get(id);
    if (!connection || connection.isRemoved || connection.tokenVersion !== tokenVersion) return;
    const [last, rejectedAt, lastDeliveryAt] = await Promise.all([
      this.healths.get(id),
      this.rejectedTokens.rejectedAt(connection),
      this.deliveries.lastAt(id),
    ]);
    const signs = {
      ...connection,
      rejectedAt: rejectedAt ?? null,
      lastDeliveryAt: lastDeliveryAt ?? null,
      cycleStartedAt: cycle?.startedAt.toISOString(),
      attempts: cycle?.attempts ?? [],
      behindAfterMs: behindAfterMs(this.config),
    };
    const health = { id, ...healthAfter(last, signs, this.clock.now()) };
    this.metrics.show(id, health.problems);
    if (!sameContent(health, last)) await this.healths.keep(health);

    const { told } = health;
    if (told === null || told.isPublished) return;
    const event = connectionHealthChanged({ organization: connection.organization, connection: id }, told);
    await this.bus.publish(topics.connectionHealth.name, [encodeEvent(event)]);
    await this.healths.keep({ ...health, told: { ...told, isPublished: true } });
  }
}
