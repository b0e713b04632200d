import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/platform';
import { openStates } from '../build/domain/build-state.js';
import { PublishedLooks } from '../build/published-looks.js';
import { Cursors } from './cursors.js';
import { windowStart } from './domain/window.js';
import { noSight, ReadBuilds, type Source } from './read-builds.js';
import { UnseenBuilds } from './unseen-builds.js';

/** What is polled: one Buildkite organization through one connection. */
export interface Polled extends Source {
  /** SHAs of deploys whose builds have not shown up yet. */
  readonly wanted: readonly string[];
}

/** What came of polling. */
export interface Polling {
  /** How many builds of repositories deployed here were seen. */
  readonly builds: number;
  /** SHAs of which there are such builds, in the lists or among those asked for. */
  readonly found: ReadonlySet<string>;
  /** When the build ended that ended last of those seen: RFC 3339, UTC; null when none had. */
  readonly lastFinishedAt: string | null;
}

/**
 * Reads the lists of one Buildkite organization: three requests when it is quiet, however many pipelines it has, and one
 * more for every 50 commits that are waited for.
 */
@Injectable()
export class PollOrganization {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(PublishedLooks) private readonly published: PublishedLooks,
    @Inject(ReadBuilds) private readonly readBuilds: ReadBuilds,
    @Inject(UnseenBuilds) private readonly unseenBuilds: UnseenBuilds,
  ) {}

  /**
   * Reads what was created and what finished since the last time, what is under way, and asks for followed builds that
   * none of these shows and for wanted commits. In this order: what finishes meanwhile is in the later list. The cursor
   * moves, by Buildkite's clock, once all that the lists show is on the bus.
   * @throws the errors of Buildkite, of the bus and of the documents, and the signal's reason
   */
  async once(polled: Polled): Promise<Polling> {
    const { connection, buildkiteOrganization, wanted } = polled;
    const sight = noSight();
    const since = windowStart(await this.cursors.get(connection.id, buildkiteOrganization), this.clock.now());
    const followed = await this.published.open(connection.id, buildkiteOrganization);
    await this.readBuilds.list(polled, { createdFrom: since }, sight);
    await this.readBuilds.list(polled, { states: openStates }, sight);
    await this.readBuilds.list(polled, { finishedFrom: since }, sight);
    const [earliest] = sight.dates.sort();
    if (earliest !== undefined) await this.cursors.move(connection.id, buildkiteOrganization, earliest);

    const asked = await this.unseenBuilds.ask(polled, followed, sight);
    const commits = [...new Set([...asked.commits, ...wanted])];
    if (commits.length > 0) await this.readBuilds.list(polled, { commits }, sight);
    await this.unseenBuilds.settle(asked);

    const lastFinishedAt = sight.ends.sort().at(-1) ?? null;
    return { builds: sight.builds.size, found: sight.shas, lastFinishedAt };
  }
}
