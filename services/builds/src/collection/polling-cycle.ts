import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, type Clock, type Config, type Log } from '#libs/platform';
import { WantedCommits } from '../commit-look-up/wanted-commits.js';
import { ConnectionClients } from '../connection/connection-clients.js';
import { failureOf } from '../connection/failure.js';
import type { KnownConnection } from '../connection/known-connections.js';
import { RejectedTokens } from '../connection/rejected-tokens.js';
import type { Attempt } from '../connection-health/domain/reading.js';
import { WatchCycle } from '../connection-health/watch-cycle.js';
import { CollectingMetrics } from './collecting-metrics.js';
import { CollectionStatuses, type CollectionStatus } from './collection-statuses.js';
import { ended, nextCycleAt, type Shortfall } from './domain/cycle.js';
import { PollOrganization, type Polled, type Polling } from './poll-organization.js';

const rejectedBefore: Shortfall = {
  code: 'token-rejected',
  detail: 'The token was rejected before.',
  retryAfterMs: 0,
};

/** One round of polling: all Buildkite organizations of a connection. */
@Injectable()
export class PollingCycle {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'pollIntervalMs'>,
    @Inject(LOG) private readonly log: Log,
    @Inject(ConnectionClients) private readonly clients: ConnectionClients,
    @Inject(RejectedTokens) private readonly rejectedTokens: RejectedTokens,
    @Inject(PollOrganization) private readonly pollOrganization: PollOrganization,
    @Inject(WantedCommits) private readonly wantedCommits: WantedCommits,
    @Inject(CollectionStatuses) private readonly statuses: CollectionStatuses,
    @Inject(CollectingMetrics) private readonly metrics: CollectingMetrics,
    @Inject(WatchCycle) private readonly watch: WatchCycle,
  ) {}

  /**
   * Polls and keeps how it went. What Buildkite refuses or cannot do now is part of that.
   * @throws what is no failure of Buildkite (the bus, the documents), and the signal's reason
   */
  async once(connection: KnownConnection, signal: AbortSignal): Promise<CollectionStatus> {
    const startedAt = this.clock.now();
    const lookUps = await this.wantedCommits.of(connection.id);
    const wanted = [...new Set(lookUps.map(({ sha }) => sha))];
    const shortfalls: Shortfall[] = [];
    const attempts: Attempt[] = [];
    const found = new Set<string>();
    let builds = 0;
    await this.watch.during(connection, { startedAt, attempts }, async () => {
      for (const buildkiteOrganization of connection.buildkiteOrganizations) {
        const begunAt = this.clock.now().toISOString();
        const polling = await this.poll({ connection, buildkiteOrganization, signal, wanted });
        const endedAt = this.clock.now().toISOString();
        attempts.push({ buildkiteOrganization, startedAt: begunAt, endedAt, ...attempted(polling) });
        if ('code' in polling) {
          shortfalls.push(polling);
          continue;
        }
        builds += polling.builds;
        for (const sha of polling.found) found.add(sha);
      }
    });
    await this.wantedCommits.settle(connection.id, lookUps, found, shortfalls.length === 0);
    const lastCycle = ended({ startedAt, finishedAt: this.clock.now() }, builds, shortfalls);
    const next = nextCycleAt(lastCycle, shortfalls, this.config.pollIntervalMs);
    const status = { id: connection.id, lastCycle, nextCycleAt: next };
    await this.statuses.keep(status);
    this.metrics.cycles.inc({ outcome: lastCycle.outcome });
    return status;
  }

  private async poll(polled: Omit<Polled, 'client'>): Promise<Polling | Shortfall> {
    const { connection, buildkiteOrganization } = polled;
    try {
      if (await this.rejectedTokens.has(connection)) return rejectedBefore;
      const client = await this.clients.of(connection);
      return await this.pollOrganization.once({ ...polled, client });
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      const { kind, code, detail } = failure;
      const { organization, id } = connection;
      this.log.warn(
        { organization, connection: id, buildkiteOrganization, code, detail },
        'A Buildkite organization could not be polled',
      );
      if (kind === 'token-rejected') await this.rejectedTokens.add(connection, detail);
      return { code, detail, retryAfterMs: kind === 'passing' ? failure.retryAfterMs : 0 };
    }
  }
}

function attempted(outcome: Polling | Shortfall): Pick<Attempt, 'failure' | 'lastFinishedAt'> {
  if (!('code' in outcome)) return { failure: null, lastFinishedAt: outcome.lastFinishedAt };
  const { code, detail } = outcome;
  return { failure: { code, detail }, lastFinishedAt: null };
}
