import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, type Clock, type Config } from '#libs/platform';
import { askAgainAt } from '../collection/domain/ask-again.js';
import { stillWanted, type LookUp } from './domain/look-up.js';
import { LookUps } from './look-ups.js';

/** Look-ups that a cycle asks for: four requests in each Buildkite organization. */
const mostInACycle = 200;

/** The commits of deploys whose builds have not shown up yet: cycles ask for them, all of 50 in one request. */
@Injectable()
export class WantedCommits {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'pollIntervalMs'>,
    @Inject(LookUps) private readonly lookUps: LookUps,
  ) {}

  /** Those that a cycle of the connection that begins now asks for. */
  of(connection: string): Promise<readonly LookUp[]> {
    return this.lookUps.wanted(connection, mostInACycle);
  }

  /**
   * Has those looked up whose builds have shown up, so that it is told which they are, also those that the cycle did not
   * ask for: its lists show a build of `HEAD` that turned out to be of a wanted commit, which no commit finds. The others
   * are asked for again, with the next cycle if Buildkite did not answer in full.
   * @param wanted what the cycle asked for
   * @param found SHAs of which there are builds
   */
  async settle(
    connection: string,
    wanted: readonly LookUp[],
    found: ReadonlySet<string>,
    isAnswered: boolean,
  ): Promise<void> {
    const now = this.clock.now();
    const { pollIntervalMs } = this.config;
    const missing = wanted.filter(({ sha }) => !found.has(sha));
    const again = missing.map((lookUp) => {
      const againAt = isAnswered ? askAgainAt(lookUp.requestedAt, now, pollIntervalMs) : now.toISOString();
      return stillWanted(lookUp, againAt, now);
    });
    await this.lookUps.keep(again);
    await this.lookUps.shown(connection, found);
  }
}
