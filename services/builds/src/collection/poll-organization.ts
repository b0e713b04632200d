import { Inject, Injectable } from '@nestjs/common';
import type { BuildkiteClient, BuildsQuery } from '#libs/buildkite';
import { CLOCK, type Clock } from '#libs/platform';
import { openStates } from '../build/domain/build-state.js';
import { PublishLooks } from '../build/publish-looks.js';
import { PublishedLooks, type PublishedLook } from '../build/published-looks.js';
import type { KnownConnection } from '../connection/known-connections.js';
import { KnownDeploys } from '../deploy/known-deploys.js';
import { Cursors } from './cursors.js';
import { sortUnseen } from './domain/unseen.js';
import { windowStart } from './domain/window.js';

/** What is polled: one Buildkite organization through one connection. */
export interface Polled {
  readonly connection: KnownConnection;
  readonly client: BuildkiteClient;
  /** Slug of the Buildkite organization. */
  readonly buildkiteOrganization: string;
  readonly signal: AbortSignal;
}

type Narrowing = Omit<BuildsQuery, 'organization'>;

/** Reads the lists of one Buildkite organization: three requests when it is quiet, however many pipelines it has. */
@Injectable()
export class PollOrganization {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(PublishLooks) private readonly publishLooks: PublishLooks,
    @Inject(PublishedLooks) private readonly published: PublishedLooks,
    @Inject(KnownDeploys) private readonly deploys: KnownDeploys,
  ) {}

  /**
   * Reads what was created and what finished since the last time, what is under way, and asks for followed builds that
   * none of these shows. In this order: what finishes meanwhile is in the later list. The cursor moves, by Buildkite's
   * clock, once all of it is on the bus.
   * @returns how many builds of repositories deployed here were seen
   * @throws the errors of Buildkite, of the bus and of the documents, and the signal's reason
   */
  async once(polled: Polled): Promise<number> {
    const { connection, buildkiteOrganization } = polled;
    const seen = new Set<string>();
    const dates: string[] = [];
    const read = (narrowing: Narrowing) => this.read(polled, narrowing, seen, dates);

    const since = windowStart(await this.cursors.get(connection.id, buildkiteOrganization), this.clock.now());
    const followed = await this.published.open(connection.id, buildkiteOrganization);
    await read({ createdFrom: since });
    await read({ states: openStates });
    await read({ finishedFrom: since });

    const unseen = followed.filter(({ build }) => !seen.has(build));
    const { commits, letGo } = await this.sorted(connection.organization, unseen);
    if (commits.length > 0) await read({ commits });
    await this.published.letGo(letGo);

    const [earliest] = dates.sort();
    if (earliest !== undefined) await this.cursors.move(connection.id, buildkiteOrganization, earliest);
    return seen.size;
  }

  private async read(
    { connection, client, buildkiteOrganization, signal }: Polled,
    narrowing: Narrowing,
    seen: Set<string>,
    dates: string[],
  ): Promise<void> {
    const query = { organization: buildkiteOrganization, ...narrowing };
    for await (const page of client.buildPages(query, { priority: 'background', signal })) {
      dates.push(page.lookedAt);
      const ours = await this.publishLooks.of({ connection, buildkiteOrganization, page });
      for (const { build } of ours) seen.add(build.id);
    }
  }

  private async sorted(organization: string, unseen: readonly PublishedLook[]) {
    const shas = new Set(unseen.map(({ sha }) => sha).filter((sha) => sha !== null));
    const deployed = await this.deploys.timesOf(organization, [...shas]);
    return sortUnseen(unseen, (sha) => deployed.has(sha), this.clock.now());
  }
}
