import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '#libs/bus';
import type { BuildsPage } from '#libs/buildkite';
import { encodeEvent, normalizeSha, topics } from '#libs/contracts';
import { BUS } from '#libs/platform';
import { jobsNeeds } from '../build-jobs/domain/jobs-needs.js';
import { JobsRequests } from '../build-jobs/jobs-requests.js';
import { CollectingMetrics } from '../collection/collecting-metrics.js';
import type { KnownConnection } from '../connection/known-connections.js';
import type { RegisteredDeploy } from '../deploy/domain/known-deploy.js';
import { KnownDeploys } from '../deploy/known-deploys.js';
import { KnownRepositories } from '../repository/known-repositories.js';
import { judge } from './domain/look-worth-publishing.js';
import { buildObserved, type Look } from './domain/look.js';
import { publishedLookId, PublishedLooks, type PublishedLook } from './published-looks.js';
import { Turns } from './turns.js';

/** A page of different builds, seen through a connection in the lists of one Buildkite organization. */
export interface SeenPage {
  readonly connection: Pick<KnownConnection, 'id' | 'organization'>;
  /** Slug of the Buildkite organization that was asked. */
  readonly buildkiteOrganization: string;
  readonly page: Pick<BuildsPage, 'looks' | 'unreadable'>;
}

/** Publishes what is worth it of what Buildkite showed. */
@Injectable()
export class PublishLooks {
  /** A look-up and a cycle may see the same build at the same time: each has to know what the other published. */
  readonly #turns = new Turns();

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(KnownRepositories) private readonly repositories: KnownRepositories,
    @Inject(KnownDeploys) private readonly deploys: KnownDeploys,
    @Inject(PublishedLooks) private readonly published: PublishedLooks,
    @Inject(JobsRequests) private readonly jobsRequests: JobsRequests,
    @Inject(CollectingMetrics) private readonly metrics: CollectingMetrics,
  ) {}

  /**
   * Resolves when the bus has every look that has to be there, and that is remembered. Then the jobs of builds are asked
   * for, too, that were there at a deploy which the connection serves.
   * @returns the looks at builds of repositories deployed here, published now or not; of the others nothing is kept
   */
  of(seen: SeenPage): Promise<readonly Look[]> {
    return this.#turns.take(seen.connection.id, () => this.publish(seen));
  }

  private async publish({ connection, buildkiteOrganization, page }: SeenPage): Promise<readonly Look[]> {
    const { organization } = connection;
    const through = { organization, connection: connection.id };
    for (const { reason } of page.unreadable) this.metrics.unreadable.inc({ reason });
    const ours = await this.ofKnownRepositories(organization, page.looks);
    const ids = ours.map(({ build }) => build.id);
    const [last, deploys] = await Promise.all([
      this.published.of(connection.id, ids),
      this.deploys.ofShas(organization, shasOf(ours)),
    ]);
    const deployedAts = (sha: string, isMeant: (deploy: RegisteredDeploy) => boolean = () => true) =>
      (deploys.get(sha) ?? []).filter(isMeant).map(({ deployedAt }) => deployedAt);
    const isServed = (deploy: RegisteredDeploy) => deploy.connection === connection.id;

    const judged = ours.map((look) => {
      const { id, sha, number, pipeline, createdAt } = look.build;
      const { isPublished, remember } = judge(look, last.get(id), deployedAts(sha ?? ''));
      const remembered: PublishedLook | undefined = remember && {
        ...through,
        ...remember,
        id: publishedLookId(connection.id, id),
        buildkiteOrganization,
        build: id,
        sha,
        commit: normalizeSha(look.build.commit) ?? null,
        number,
        pipeline: { id: pipeline.id, slug: pipeline.slug },
        unseen: null,
        createdAt,
      };
      return { look, isPublished, remembered };
    });

    const events = judged
      .filter(({ isPublished }) => isPublished)
      .map(({ look }) => buildObserved(look, through));
    if (events.length > 0) await this.bus.publish(topics.builds.name, events.map(encodeEvent));
    this.metrics.looks.inc(events.length);
    await this.jobsRequests.add(jobsNeeds(through, ours, (sha) => deployedAts(sha, isServed)));
    await this.published.remember(
      judged.map(({ remembered }) => remembered).filter((look) => look !== undefined),
    );
    return ours;
  }

  private async ofKnownRepositories(organization: string, looks: readonly Look[]): Promise<readonly Look[]> {
    const repositories = [...new Set(looks.map(({ build }) => build.repository))];
    const known = await this.repositories.knownOf(organization, repositories);
    return looks.filter(({ build }) => known.has(build.repository));
  }
}

function shasOf(looks: readonly Look[]): string[] {
  return [...new Set(looks.map(({ build }) => build.sha).filter((sha) => sha !== null))];
}
