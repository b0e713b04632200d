import { Inject, Injectable } from '@nestjs/common';
import type { PublishedEvent } from '#libs/contracts';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';
import { deployIn, type KnownDeploy, type RegisteredDeploy } from './domain/known-deploy.js';

export const knownDeploys: CollectionDefinition<KnownDeploy> = {
  name: 'builds-known-deploys',
  indexes: [
    { fields: ['organization', 'sha'] },
    { fields: ['organization', 'project', 'connection'] },
    { fields: ['organization', 'project', 'deployedAt'] },
  ],
};

const shasPerQuery = 1_000;

/** What the deploys topic has told, and through which connection the builds of each deploy are looked up. */
@Injectable()
export class KnownDeploys {
  readonly #collection: Collection<KnownDeploy>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(knownDeploys);
  }

  /** Keeps what the events say; in any order, however often. */
  async remember(events: readonly PublishedEvent[]): Promise<void> {
    const said = events.map(deployIn).filter((deploy) => deploy !== undefined);
    if (said.length > 0) await this.#collection.putNewer(said);
  }

  /** Keeps what was found out about registered deploys. */
  async keep(deploys: readonly RegisteredDeploy[]): Promise<void> {
    if (deploys.length > 0) await this.#collection.putNewer(deploys);
  }

  /** Those that are registered and not deleted. */
  async registered(ids: readonly string[]): Promise<RegisteredDeploy[]> {
    return withoutDeleted(await this.#collection.getMany(ids));
  }

  /** Deploys of a project that a build server fact of that time may concern: without a connection, or deployed since. */
  async servedAnewSince(organization: string, project: string, at: string): Promise<RegisteredDeploy[]> {
    const [unserved, later] = await Promise.all([
      this.#collection.find({ where: { organization, project, connection: null } }),
      this.#collection.find({ where: { organization, project, deployedAt: { gte: at } } }),
    ]);
    const found = new Map([...unserved, ...later].map((deploy) => [deploy.id, deploy]));
    return withoutDeleted([...found.values()]);
  }

  /** The registered deploys of each of these SHAs. SHAs without a deploy are left out. */
  async ofShas(
    organization: string,
    shas: readonly string[],
  ): Promise<Map<string, readonly RegisteredDeploy[]>> {
    return Map.groupBy(withoutDeleted(await this.find(organization, shas)), ({ sha }) => sha);
  }

  /** Those of the SHAs of which a deploy was registered, whether it was deleted since or not. */
  async everDeployed(organization: string, shas: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set((await this.find(organization, shas)).map(({ sha }) => sha));
  }

  private async find(organization: string, shas: readonly string[]): Promise<KnownDeploy[]> {
    const found: KnownDeploy[] = [];
    for (let from = 0; from < shas.length; from += shasPerQuery) {
      const sha = { in: shas.slice(from, from + shasPerQuery) };
      found.push(...(await this.#collection.find({ where: { organization, sha } })));
    }
    return found;
  }
}

function withoutDeleted(deploys: readonly KnownDeploy[]): RegisteredDeploy[] {
  return deploys.filter((deploy) => !deploy.isDeleted);
}
