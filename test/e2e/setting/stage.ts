import { setTimeout as pause } from 'node:timers/promises';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../standins/buildkite/testing/index.js';
import { lull } from './lull.js';
import { Product } from './product.js';

/** A product and the Buildkite that it reads, both following one frozen clock; shared by the tests of a file. */
export class Stage {
  private constructor(
    readonly buildkite: RunningBuildkite,
    readonly product: Product,
  ) {}

  static async set(env: Record<string, string> = {}): Promise<Stage> {
    const buildkite = await startBuildkiteStandIn({ clock: 'frozen', startAt: '2026-03-01T12:00:00Z' });
    try {
      return new Stage(buildkite, await Product.start(buildkite, env));
    } catch (error) {
      await buildkite.close();
      throw error;
    }
  }

  /** Turns the clock of both by minutes, one at a time, so that polling cycles fall where they would. */
  async pass(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      await this.buildkite.turnClock(60_000);
      await lull(this.buildkite);
    }
  }

  /** Waits for what waits for the clock, turning it second by second. */
  async whileTimePasses<Result>(waiting: Promise<Result>): Promise<Result> {
    let isOver = false;
    const over = waiting.finally(() => (isOver = true));
    while (!isOver) {
      await this.buildkite.turnClock(1_000);
      await Promise.race([over.catch(() => undefined), pause(20)]);
    }
    return over;
  }

  async clear(): Promise<void> {
    await this.product.close();
    await this.buildkite.close();
  }
}
