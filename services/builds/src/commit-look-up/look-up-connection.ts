import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, LOG, systemClock, type Clock, type Log } from '#libs/platform';
import type { Bell } from '../collection/bell.js';
import type { Bells, CollectingLoop } from '../collection/collecting-loop.js';
import { KnownConnections, type KnownConnection } from '../connection/known-connections.js';
import { shareOf } from './domain/share.js';
import type { LookUp } from './domain/look-up.js';
import { Gathering } from './gathering.js';
import { LookUpCommits } from './look-up-commits.js';
import { LookUps } from './look-ups.js';

/** How many questions of one connection are under way at most. */
const mostAtOnce = 4;
const mostRead = 1_000;
/** The machine's time, doubled with every failure in a row. */
const restAfterFailureMs = 2_000;
const longestRestMs = 30_000;

/** Asks for what is due of a connection, as it becomes due; what comes together shares requests. */
@Injectable()
export class LookUpConnection implements CollectingLoop {
  readonly what = 'Looking up';

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(KnownConnections) private readonly connections: KnownConnections,
    @Inject(LookUps) private readonly lookUps: LookUps,
    @Inject(LookUpCommits) private readonly lookUpCommits: LookUpCommits,
    @Inject(Gathering) private readonly gathering: Gathering,
  ) {}

  /** Runs until the signal aborts; rejects with its reason, or with what the documents throw. */
  async run(id: string, { lookUps: bell }: Bells, signal: AbortSignal): Promise<void> {
    const underWay = new Map<Promise<void>, readonly LookUp[]>();
    let failures = 0;
    const waiting = async () => {
      const taken = new Set([...underWay.values()].flat().map((lookUp) => lookUp.id));
      return (await this.lookUps.due(id, mostRead)).filter((lookUp) => !taken.has(lookUp.id));
    };
    try {
      for (;;) {
        const connection = await this.connections.get(id);
        if (!connection || underWay.size >= mostAtOnce || (await waiting()).length === 0) {
          await this.rest(id, bell, signal);
          continue;
        }
        await this.gathering.window(signal);
        const share = shareOf(await waiting());
        const asking = this.lookUpCommits
          .of(connection, share, signal)
          .then(
            () => void (failures = 0),
            (error: unknown) => this.restAfter(error, (failures += 1), connection, signal),
          )
          .finally(() => {
            underWay.delete(asking);
            bell.ring();
          });
        underWay.set(asking, share);
      }
    } finally {
      await Promise.all(underWay.keys());
    }
  }

  /** Until the bell rings or the next look-up is due. */
  private async rest(id: string, bell: Bell, signal: AbortSignal): Promise<void> {
    const next = await this.lookUps.nextDueAt(id);
    if (next === undefined) return bell.heard(signal);
    const restMs = Math.max(0, Date.parse(next) - this.clock.now().getTime());
    await bell.heard(signal, (until) => this.clock.sleep(restMs, until));
  }

  private async restAfter(
    error: unknown,
    failures: number,
    { organization, id }: KnownConnection,
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) return;
    this.log.warn({ error, organization, connection: id, failures }, 'A look-up failed; it is begun again');
    const restMs = Math.min(longestRestMs, restAfterFailureMs * 2 ** Math.min(failures - 1, 10));
    await systemClock.sleep(restMs, signal).catch(() => undefined);
  }
}
