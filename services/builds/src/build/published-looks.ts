import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';
import type { LastLook } from './domain/look-worth-publishing.js';

/** Since when the lists do not show a build that is followed. Times are RFC 3339 in UTC. */
export interface Unseen {
  readonly since: string;
  /** From when on it is asked for again. */
  readonly askAgainAt: string;
}

/** The last look at a build that was published through a connection. */
export interface PublishedLook extends LastLook {
  /** `connection/build id` */
  readonly id: string;
  /** The tenant. */
  readonly organization: string;
  readonly connection: string;
  /** Slug of the Buildkite organization whose lists show the build. */
  readonly buildkiteOrganization: string;
  /** The build. */
  readonly build: string;
  readonly sha: string | null;
  /** The full SHA that Buildkite finds the build by; null while its commit is `HEAD`, a tag or a short SHA. */
  readonly commit: string | null;
  readonly number: number;
  /** The slug changes when the pipeline is renamed; the id does not. */
  readonly pipeline: { readonly id: string; readonly slug: string };
  /** Null for a build that the lists showed, or that is not followed. */
  readonly unseen: Unseen | null;
  /** When the build was created: RFC 3339, UTC. */
  readonly createdAt: string;
}

export const publishedLooks: CollectionDefinition<PublishedLook> = {
  name: 'builds-published-looks',
  indexes: [
    { fields: ['connection', 'isOpen', 'buildkiteOrganization'] },
    { fields: ['isOpen', 'createdAt'] },
    { fields: ['connection', 'sha', 'commit', 'createdAt'] },
  ],
};

const mostForgottenAtOnce = 1_000;

/** Which look at each build was published last; written behind the publishing, so that a crash repeats and never loses. */
@Injectable()
export class PublishedLooks {
  readonly #collection: Collection<PublishedLook>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(publishedLooks);
  }

  /** By build id. */
  async of(connection: string, builds: readonly string[]): Promise<Map<string, PublishedLook>> {
    if (builds.length === 0) return new Map();
    const found = await this.#collection.getMany(builds.map((build) => publishedLookId(connection, build)));
    return new Map(found.map((look) => [look.build, look]));
  }

  /** Builds that are followed: they were under way when they were seen last. */
  async open(connection: string, buildkiteOrganization: string): Promise<PublishedLook[]> {
    return this.#collection.find({ where: { connection, isOpen: true, buildkiteOrganization } });
  }

  /** Builds of these SHAs that Buildkite finds by their number only, as their commit is none: the newest, and first. */
  async withoutCommit(
    connection: string,
    buildkiteOrganization: string,
    shas: readonly string[],
    limit: number,
  ): Promise<PublishedLook[]> {
    if (shas.length === 0) return [];
    return this.#collection.find({
      where: { connection, sha: { in: shas }, commit: null, buildkiteOrganization },
      orderBy: [['createdAt', 'descending']],
      limit,
    });
  }

  /** How many builds are followed in these Buildkite organizations, which are those that the token reaches. */
  async countOpen(connection: string, buildkiteOrganizations: readonly string[]): Promise<number> {
    const buildkiteOrganization = { in: buildkiteOrganizations };
    return this.#collection.count({ connection, isOpen: true, buildkiteOrganization });
  }

  /** An older look never takes the place of a newer one. */
  async remember(looks: readonly PublishedLook[]): Promise<void> {
    if (looks.length > 0) await this.#collection.putNewer(looks);
  }

  /** Builds that are not followed, the oldest first: created from one instant on and before another (RFC 3339, UTC). */
  async restingBetween(from: string, before: string, limit: number): Promise<PublishedLook[]> {
    return this.#collection.find({
      where: { isOpen: false, createdAt: { gte: from, lt: before } },
      orderBy: [['createdAt', 'ascending']],
      limit,
    });
  }

  /** Forgets what was published of these builds: a look at one of them is the first again. */
  async forget(looks: readonly PublishedLook[]): Promise<void> {
    if (looks.length > 0) await this.#collection.remove(looks.map(({ id }) => id));
  }

  /** Forgets all of a connection that is asked nothing any more, those that were followed too. */
  async forgetAllOf(connection: string): Promise<void> {
    for (;;) {
      const looks = await this.#collection.find({ where: { connection }, limit: mostForgottenAtOnce });
      if (looks.length === 0) return;
      await this.forget(looks);
    }
  }

  /** Keeps what was found out about these builds, unless they have been seen anew meanwhile. */
  async note(looks: readonly PublishedLook[]): Promise<void> {
    await this.remember(looks.map((look) => ({ ...look, revision: look.revision + 1 })));
  }

  /** Follows these builds no longer, unless they have been seen anew meanwhile. */
  async letGo(looks: readonly PublishedLook[]): Promise<void> {
    await this.note(looks.map((look) => ({ ...look, isOpen: false, unseen: null })));
  }
}

/** The name under which the last look at a build is kept. */
export function publishedLookId(connection: string, build: string): string {
  return `${connection}/${build}`;
}
