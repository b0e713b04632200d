import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, LOG, type Clock, type Log } from '#libs/platform';
import { ConnectionClients } from '../connection/connection-clients.js';
import { failureOf, type Failure } from '../connection/failure.js';
import { KnownConnections, type KnownConnection } from '../connection/known-connections.js';
import { RejectedTokens } from '../connection/rejected-tokens.js';
import type { Bells, CollectingLoop } from './collecting-loop.js';
import { nextSweepAt, sweepAgainAt, sweptFrom } from './domain/sweep.js';
import { noSight, ReadBuilds } from './read-builds.js';
import { sweepId, Sweeps, type Sweep } from './sweeps.js';

const longestRestMs = 3_600_000;

/** Once a day reads again what was created and what finished in the last two days: heals what cycles have missed. */
@Injectable()
export class SweepConnection implements CollectingLoop {
  readonly what = 'Sweeping';

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(KnownConnections) private readonly connections: KnownConnections,
    @Inject(ConnectionClients) private readonly clients: ConnectionClients,
    @Inject(RejectedTokens) private readonly rejectedTokens: RejectedTokens,
    @Inject(Sweeps) private readonly sweeps: Sweeps,
    @Inject(ReadBuilds) private readonly readBuilds: ReadBuilds,
  ) {}

  /** Runs until the signal aborts; rejects with its reason, or with what is no failure of Buildkite. */
  async run(id: string, _bells: Bells, signal: AbortSignal): Promise<void> {
    for (;;) {
      const next = await this.nextAt(id, signal);
      const restMs = Math.min(longestRestMs, next - this.clock.now().getTime());
      if (restMs > 0) await this.clock.sleep(restMs, signal);
    }
  }

  /** When there is something to sweep again, in milliseconds since 1970, after what is due now was swept. */
  private async nextAt(id: string, signal: AbortSignal): Promise<number> {
    const connection = await this.connections.get(id);
    if (!connection || connection.isRemoved || (await this.rejectedTokens.has(connection))) return Infinity;
    const planned: number[] = [];
    for (const buildkiteOrganization of connection.buildkiteOrganizations)
      planned.push(Date.parse(await this.sweepWhenDue(connection, buildkiteOrganization, signal)));
    return Math.min(...planned);
  }

  /** When the next one will be: RFC 3339, UTC. */
  private async sweepWhenDue(
    connection: KnownConnection,
    buildkiteOrganization: string,
    signal: AbortSignal,
  ): Promise<string> {
    const now = this.clock.now();
    const planned = (await this.sweeps.get(connection.id, buildkiteOrganization)) ?? {
      id: sweepId(connection.id, buildkiteOrganization),
      connection: connection.id,
      sweptAt: null,
      nextAt: nextSweepAt(connection.id, now),
    };
    const isDue = Date.parse(planned.nextAt) <= now.getTime();
    const sweep = isDue ? await this.once(connection, buildkiteOrganization, planned, signal) : planned;
    await this.sweeps.keep(sweep);
    return sweep.nextAt;
  }

  private async once(
    connection: KnownConnection,
    buildkiteOrganization: string,
    planned: Sweep,
    signal: AbortSignal,
  ): Promise<Sweep> {
    const now = this.clock.now();
    const from = sweptFrom(now);
    const sight = noSight();
    try {
      const client = await this.clients.of(connection);
      const source = { connection, client, buildkiteOrganization, signal, priority: 'history' as const };
      await this.readBuilds.list(source, { createdFrom: from }, sight);
      await this.readBuilds.list(source, { finishedFrom: from }, sight);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      return { ...planned, nextAt: await this.afterFailure(connection, buildkiteOrganization, failure) };
    }
    const { organization, id } = connection;
    const builds = sight.builds.size;
    this.log.info(
      { organization, connection: id, buildkiteOrganization, builds },
      'The builds of two days were swept',
    );
    return { ...planned, sweptAt: now.toISOString(), nextAt: nextSweepAt(id, now) };
  }

  private async afterFailure(
    connection: KnownConnection,
    buildkiteOrganization: string,
    failure: Failure,
  ): Promise<string> {
    const { organization, id } = connection;
    const { kind, code, detail } = failure;
    this.log.warn(
      { organization, connection: id, buildkiteOrganization, code, detail },
      'The builds of two days could not be swept; they will be, later',
    );
    if (kind === 'token-rejected') await this.rejectedTokens.add(connection, detail);
    return sweepAgainAt(this.clock.now(), kind === 'passing' ? failure.retryAfterMs : 0);
  }
}
