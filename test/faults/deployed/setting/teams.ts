import type { Product } from '../../../e2e/setting/product.js';
import { Scene } from '../../../e2e/setting/scene.js';
import type { RunningBuildkite } from '../../../standins/buildkite/testing/index.js';
import type { Data } from '../../setting/data.js';
import { Flow } from './flow.js';

/** Several teams whose facts flow at the same time, minute by minute of the stand-in's clock. */
export class Teams {
  private constructor(
    readonly flows: readonly Flow[],
    private readonly buildkite: RunningBuildkite,
  ) {}

  /** Teams that are connected and ready to deploy. */
  static async connected(
    product: Product,
    buildkite: RunningBuildkite,
    { teams, buildsAtOnce }: { readonly teams: number; readonly buildsAtOnce: number },
  ): Promise<Teams> {
    const flows: Flow[] = [];
    for (let count = 0; count < teams; count += 1)
      flows.push(new Flow(await Scene.connected(product, buildkite), buildkite, buildsAtOnce));
    return new Teams(flows, buildkite);
  }

  /** One minute for all; resolves when each has had its deploys acknowledged and the clock was turned. */
  async goOn(): Promise<void> {
    await Promise.all(this.flows.map((flow) => flow.goOn()));
    await this.buildkite.turnClock(60_000);
  }

  /** Lets everything finish that was begun: builds, look-ups, snapshots that wait for their deadline. */
  async comeToRest(quiet: () => Promise<void>): Promise<void> {
    for (let minute = 0; minute < 12; minute += 1) {
      await quiet();
      await this.buildkite.turnClock(60_000);
    }
    await quiet();
  }

  get acknowledged() {
    return this.flows.flatMap(({ acknowledged }) => acknowledged);
  }

  /** Builds of which no look at their end was published, one sentence each. */
  async missedBuilds(data: Data): Promise<string[]> {
    const finished = new Set<string>();
    for (const event of await data.publishedEvents('sleuth.builds.v1'))
      if (event.type === 'sleuth.build-observed.v1' && event.data.build.state === 'passed')
        finished.add(event.data.build.id);
    const missed = this.flows.flatMap(({ builds }) => builds).filter(({ id }) => !finished.has(id));
    return missed.map(
      ({ organization, number }) => `${organization}'s build ${number} was not seen to pass.`,
    );
  }
}
