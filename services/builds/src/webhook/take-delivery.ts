import { Inject, Injectable } from '@nestjs/common';
import { isAboutABuild, webhookDelivery, type NamedBuild } from '#libs/buildkite';
import { CLOCK, type Clock } from '#libs/platform';
import { Collectors } from '../collection/collectors.js';
import { KnownConnections, type KnownConnection } from '../connection/known-connections.js';
import { KnownRepositories } from '../repository/known-repositories.js';
import type { GenuineDelivery } from './check-delivery.js';
import { hintAt } from './domain/hint.js';
import { Hints } from './hints.js';
import { RecentDeliveries } from './recent-deliveries.js';
import { WebhookDeliveries } from './webhook-deliveries.js';

/** What became of a genuine delivery: its build is `noted`, or why there is nothing to do. */
export type Taken =
  | 'noted'
  | 'repeated'
  | 'ping'
  | 'event-ignored'
  | 'build-unreadable'
  | 'organization-foreign'
  | 'not-a-build-server'
  | 'repository-unknown'
  | 'not-json';

/** Takes what Buildkite delivers as a hint to look: never as a look, since its body may be older than it is. */
@Injectable()
export class TakeDelivery {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(KnownConnections) private readonly connections: KnownConnections,
    @Inject(KnownRepositories) private readonly repositories: KnownRepositories,
    @Inject(Hints) private readonly hints: Hints,
    @Inject(RecentDeliveries) private readonly recent: RecentDeliveries,
    @Inject(WebhookDeliveries) private readonly deliveries: WebhookDeliveries,
    @Inject(Collectors) private readonly collectors: Collectors,
  ) {}

  /**
   * Resolves when the hint is durable; who holds the connection works it off.
   * @param eventHeader the header `X-Buildkite-Event`
   */
  async of({ connection, body, digest }: GenuineDelivery, eventHeader: string | undefined): Promise<Taken> {
    const name = `${connection.id}/${digest}`;
    if (this.recent.has(name)) return 'repeated';
    const delivery = webhookDelivery(body, eventHeader);
    if (delivery === undefined) return 'not-json';
    const now = this.clock.now();
    await this.deliveries.note(connection.id, now, delivery.event);
    const idle = await this.idleReason(connection, delivery.event, delivery.build);
    if (idle === undefined && delivery.build !== undefined) {
      await this.hints.add(hintAt(name, connection.id, delivery.build, now));
      this.collectors.hinted(connection.id);
    }
    this.recent.add(name);
    return idle ?? 'noted';
  }

  /** Why there is nothing to look at, if so. */
  private async idleReason(
    { id, organization, buildkiteOrganizations }: KnownConnection,
    event: string,
    build: NamedBuild | undefined,
  ): Promise<Taken | undefined> {
    if (event === 'ping') return 'ping';
    if (!isAboutABuild(event)) return 'event-ignored';
    if (build === undefined) return 'build-unreadable';
    if (!buildkiteOrganizations.includes(build.organization)) return 'organization-foreign';
    if (!(await this.connections.isCollected(id))) return 'not-a-build-server';
    if (build.repository === undefined) return undefined;
    const known = await this.repositories.knownOf(organization, [build.repository]);
    return known.has(build.repository) ? undefined : 'repository-unknown';
  }
}
