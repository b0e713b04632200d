import { Inject, Injectable } from '@nestjs/common';
import type { BuildReference, BuildkiteClient, BuildsPage, BuildsQuery, Priority } from '#libs/buildkite';
import { PublishLooks } from '../build/publish-looks.js';
import type { KnownConnection } from '../connection/known-connections.js';

/** What is read: one Buildkite organization through one connection. */
export interface Source {
  readonly connection: KnownConnection;
  readonly client: BuildkiteClient;
  /** Slug of the Buildkite organization. */
  readonly buildkiteOrganization: string;
  readonly signal: AbortSignal;
  /** Default: `background`. */
  readonly priority?: Priority;
}

/** What was seen of builds of repositories deployed here. */
export interface Sight {
  /** Their ids. */
  readonly builds: Set<string>;
  /** Their SHAs, as far as they are known. */
  readonly shas: Set<string>;
  /** The slugs of their pipelines, by the pipeline's id. */
  readonly slugs: Map<string, string>;
  /** When those that have ended did: RFC 3339, UTC. */
  readonly ends: string[];
  /** The `Date` of every reply: RFC 3339, UTC. */
  readonly dates: string[];
}

/** Nothing has been seen yet. */
export function noSight(): Sight {
  return { builds: new Set(), shas: new Set(), slugs: new Map(), ends: [], dates: [] };
}

/** Reads builds from Buildkite, has published what is worth it, and notes what was seen. */
@Injectable()
export class ReadBuilds {
  constructor(@Inject(PublishLooks) private readonly publishLooks: PublishLooks) {}

  /**
   * All builds that a query finds, page by page; each page is on the bus before the next one is asked for.
   * @throws the errors of Buildkite, of the bus and of the documents, and the signal's reason
   */
  async list(source: Source, query: Omit<BuildsQuery, 'organization'>, sight: Sight): Promise<void> {
    const { client, buildkiteOrganization: organization } = source;
    for await (const page of client.buildPages({ organization, ...query }, urgencyOf(source)))
      await this.note(source, page, sight);
  }

  /** One build; false when Buildkite does not show it. Throws as `list` does. */
  async one(source: Source, reference: Omit<BuildReference, 'organization'>, sight: Sight): Promise<boolean> {
    const { client, buildkiteOrganization: organization } = source;
    const page = await client.build({ organization, ...reference }, urgencyOf(source));
    if (page === undefined) return false;
    await this.note(source, page, sight);
    return true;
  }

  private async note(
    { connection, buildkiteOrganization }: Source,
    page: BuildsPage,
    sight: Sight,
  ): Promise<void> {
    sight.dates.push(page.lookedAt);
    const ours = await this.publishLooks.of({ connection, buildkiteOrganization, page });
    for (const { build } of ours) {
      sight.builds.add(build.id);
      sight.slugs.set(build.pipeline.id, build.pipeline.slug);
      if (build.sha !== null) sight.shas.add(build.sha);
      if (build.finishedAt !== null) sight.ends.push(build.finishedAt);
    }
  }
}

function urgencyOf({ signal, priority = 'background' }: Source) {
  return { priority, signal };
}
