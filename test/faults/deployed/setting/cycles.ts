import { eventually } from '../../../e2e/setting/eventually.js';
import type { RunningBuildkite } from '../../../standins/buildkite/testing/index.js';

/** The cycles of polling that a stand-in saw: each begins with the list of builds created since the last one. */
export class Cycles {
  constructor(
    private readonly buildkite: RunningBuildkite,
    /** Slugs of the Buildkite organizations, each of which is read through one connection. */
    private readonly organizations: readonly string[],
  ) {}

  /** How many cycles of each organization began from an instant on (RFC 3339). */
  async since(instant: string): Promise<ReadonlyMap<string, number>> {
    const begun = await this.buildkite.requests({ query: 'created_from=' });
    const from = Date.parse(instant);
    const count = (organization: string) =>
      begun.filter(
        ({ at, path }) => Date.parse(at) >= from && path.includes(`/organizations/${organization}/builds`),
      ).length;
    return new Map(this.organizations.map((organization) => [organization, count(organization)]));
  }

  /** Turns the clock and waits until every organization was polled after that. Gives the instant that it was turned to. */
  async afterTurning(by: number | string): Promise<string> {
    await this.buildkite.turnClock(by);
    return this.ofNow();
  }

  /** Waits until every organization was polled at the instant that the clock shows, and gives it. */
  async ofNow(): Promise<string> {
    const now = await this.buildkite.now();
    await eventually(async () => {
      const waiting = [...(await this.since(now))].filter(([, cycles]) => cycles === 0);
      if (waiting.length > 0) throw new Error(`Not polled: ${waiting.map(([name]) => name).join(', ')}`);
    }, 60_000);
    return now;
  }
}
