import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, LOG, type Clock, type Log } from '#libs/platform';
import type { Bells, CollectingLoop } from '../collection/collecting-loop.js';
import { failureOf } from '../connection/failure.js';
import { KnownConnections, type KnownConnection } from '../connection/known-connections.js';
import { RejectedTokens } from '../connection/rejected-tokens.js';
import { BackfillRepository } from './backfill-repository.js';
import { Backfills, Superseded } from './backfills.js';
import type { Backfill } from './domain/backfill.js';

/** Doubled with every failure in a row. */
const restAfterFailureMs = 10_000;
const longestRestMs = 60_000;

interface Work {
  readonly connection: KnownConnection;
  readonly backfill: Backfill;
}

/** Does the backfills of a connection, one after the other. */
@Injectable()
export class BackfillConnection implements CollectingLoop {
  readonly what = 'Backfilling';

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(KnownConnections) private readonly connections: KnownConnections,
    @Inject(RejectedTokens) private readonly rejectedTokens: RejectedTokens,
    @Inject(Backfills) private readonly backfills: Backfills,
    @Inject(BackfillRepository) private readonly backfillRepository: BackfillRepository,
  ) {}

  /** Runs until the signal aborts; rejects with its reason, or with what is no failure of Buildkite. */
  async run(id: string, { backfills: bell }: Bells, signal: AbortSignal): Promise<void> {
    for (let failures = 0; ;) {
      const work = await this.next(id);
      if (work === undefined) {
        await bell.heard(signal);
        continue;
      }
      const retryAfterMs = await this.once(work, signal);
      failures = retryAfterMs === undefined ? 0 : failures + 1;
      if (retryAfterMs === undefined) continue;
      const pauseMs = Math.min(longestRestMs, restAfterFailureMs * 2 ** Math.min(failures - 1, 10));
      await this.clock.sleep(Math.max(pauseMs, retryAfterMs), signal);
    }
  }

  /** Undefined while there is nothing to do, or nothing that can be done. */
  private async next(id: string): Promise<Work | undefined> {
    const backfill = await this.backfills.next(id);
    const connection = backfill && (await this.connections.get(id));
    if (!connection || connection.isRemoved || (await this.rejectedTokens.has(connection))) return undefined;
    return { connection, backfill };
  }

  /** Milliseconds until it is worth going on when it failed; undefined when it did not, or waits for another token. */
  private async once({ connection, backfill }: Work, signal: AbortSignal): Promise<number | undefined> {
    try {
      await this.backfillRepository.run(connection, backfill, signal);
      return undefined;
    } catch (error) {
      if (error instanceof Superseded) return undefined;
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      const { organization, id } = connection;
      const { code, detail } = failure;
      const { repository } = backfill;
      this.log.warn(
        { organization, connection: id, repository, code, detail },
        'Builds of the past could not be read; they will be, later',
      );
      if (failure.kind === 'token-rejected') {
        await this.rejectedTokens.add(connection, detail);
        return undefined;
      }
      return failure.kind === 'passing' ? failure.retryAfterMs : 0;
    }
  }
}
