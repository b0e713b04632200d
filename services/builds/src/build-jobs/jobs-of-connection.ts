import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, systemClock, type Clock } from '#libs/platform';
import type { Bells, CollectingLoop } from '../collection/collecting-loop.js';
import { ConnectionClients } from '../connection/connection-clients.js';
import { KnownConnections, type KnownConnection } from '../connection/known-connections.js';
import { RejectedTokens } from '../connection/rejected-tokens.js';
import type { JobsRequest } from './domain/jobs-request.js';
import { JobsRequests } from './jobs-requests.js';
import { LookAtJobs } from './look-at-jobs.js';

/** How many requests of one connection are under way at most. */
const mostAtOnce = 2;
/** How often it is looked for what became due by itself, or was left by another instance. */
const lookAgainMs = 30_000;
/** How often it is looked for another token: the machine's time. */
const restWithoutTokenMs = 2_000;

/** Looks at the jobs of builds through a connection, as they are asked for; behind everything else in importance. */
@Injectable()
export class JobsOfConnection implements CollectingLoop {
  readonly what = 'Looking at jobs';

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(KnownConnections) private readonly connections: KnownConnections,
    @Inject(RejectedTokens) private readonly rejectedTokens: RejectedTokens,
    @Inject(ConnectionClients) private readonly clients: ConnectionClients,
    @Inject(JobsRequests) private readonly requests: JobsRequests,
    @Inject(LookAtJobs) private readonly lookAtJobs: LookAtJobs,
  ) {}

  /** Runs until the signal aborts; rejects with its reason, or with what is no failure of Buildkite. */
  async run(id: string, _bells: Bells, signal: AbortSignal): Promise<void> {
    const bell = this.requests.bell(id);
    const rest = (ms: number) => bell.heard(signal, (until) => this.clock.sleep(ms, until));
    for (;;) {
      const due = await this.requests.due(id, mostAtOnce);
      const connection = await this.usable(id);
      if (due.length === 0) await rest(lookAgainMs);
      else if (connection === undefined)
        await bell.heard(signal, (until) => systemClock.sleep(restWithoutTokenMs, until));
      else await this.once(due, connection, signal);
    }
  }

  private async once(
    due: readonly JobsRequest[],
    connection: KnownConnection,
    signal: AbortSignal,
  ): Promise<void> {
    const asker = { connection, client: await this.clients.of(connection), signal };
    const outcomes = await Promise.allSettled(due.map((request) => this.lookAtJobs.of(request, asker)));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  private async usable(id: string): Promise<KnownConnection | undefined> {
    const connection = await this.connections.get(id);
    if (!connection || connection.isRemoved) return undefined;
    return (await this.rejectedTokens.has(connection)) ? undefined : connection;
  }
}
