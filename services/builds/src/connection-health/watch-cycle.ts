import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, type Clock, type Config } from '#libs/platform';
import type { KnownConnection } from '../connection/known-connections.js';
import { behindAfterMs, PublishHealth, type CycleSoFar } from './publish-health.js';

type Connection = Pick<KnownConnection, 'id' | 'tokenVersion'>;

/** Has a connection judged when its cycle is over, and before that when the cycle takes long. */
@Injectable()
export class WatchCycle {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'pollIntervalMs'>,
    @Inject(PublishHealth) private readonly health: PublishHealth,
  ) {}

  /**
   * Resolves when the cycle is over and judged.
   * @param cycle read while `work` adds to it
   * @throws what `work` or the judging throws, once both have ended
   */
  async during(connection: Connection, cycle: CycleSoFar, work: () => Promise<void>): Promise<void> {
    const over = new AbortController();
    const ended = await Promise.allSettled([
      work().finally(() => over.abort()),
      this.judgeMeanwhile(connection, cycle, over.signal),
    ]);
    for (const part of ended) if (part.status === 'rejected') throw part.reason;
    await this.health.of(connection, cycle);
  }

  private async judgeMeanwhile(connection: Connection, cycle: CycleSoFar, over: AbortSignal): Promise<void> {
    const hasSlept = (ms: number) =>
      this.clock.sleep(ms, over).then(
        () => true,
        (reason: unknown) => {
          if (over.aborted) return false;
          throw reason;
        },
      );
    let restMs = behindAfterMs(this.config) + 1;
    while (await hasSlept(restMs)) {
      await this.health.of(connection, cycle);
      restMs = this.config.pollIntervalMs;
    }
  }
}
