import type { Clock } from '#libs/platform';
import { ManualClock } from '#libs/platform/testing';
import type { RunningBuildkite } from '../../../../test/standins/buildkite/testing/index.js';

/** The clock of a stand-in, as those see it who follow it: a test turns both. */
export class TurnedClock implements Clock {
  private constructor(
    private readonly buildkite: RunningBuildkite,
    private readonly clock: ManualClock,
  ) {}

  static async of(buildkite: RunningBuildkite): Promise<TurnedClock> {
    return new TurnedClock(buildkite, new ManualClock(await buildkite.now()));
  }

  now(): Date {
    return this.clock.now();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.clock.sleep(ms, signal);
  }

  /** Turns the stand-in's clock first, then the product's: Buildkite is never behind. */
  async turn(ms: number): Promise<void> {
    await this.buildkite.turnClock(ms);
    await this.clock.advance(ms);
  }
}
