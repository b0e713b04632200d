import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { CONFIG, DOCUMENTS, type Config } from '#libs/platform';
import { BuildServers } from '../build-server/build-servers.js';
import { KnownConnections } from '../connection/known-connections.js';
import { KnownRepositories } from '../repository/known-repositories.js';
import { Backfills } from './backfills.js';
import { servedNow, type ServedRepository } from './domain/served-repository.js';

/** What was read for a code deployment when it was looked at last. */
export interface ServedDocument {
  /** `organization/code deployment` */
  readonly id: string;
  readonly organization: string;
  /** Both null while nothing is. */
  readonly connection: string | null;
  readonly repository: string | null;
  readonly revision: number;
}

export const servedRepositories: CollectionDefinition<ServedDocument> = {
  name: 'builds-served-repositories',
  indexes: [{ fields: ['organization', 'connection', 'repository'] }],
};

/** Sees when a connection begins to serve a repository, and has read what was built of it before. */
@Injectable()
export class BeginBackfills {
  readonly #served: Collection<ServedDocument>;

  constructor(
    @Inject(DOCUMENTS) documents: Documents,
    @Inject(CONFIG) private readonly config: Pick<Config, 'backfillWindowMs'>,
    @Inject(KnownRepositories) private readonly repositories: KnownRepositories,
    @Inject(KnownConnections) private readonly connections: KnownConnections,
    @Inject(BuildServers) private readonly buildServers: BuildServers,
    @Inject(Backfills) private readonly backfills: Backfills,
  ) {
    this.#served = documents.collection(servedRepositories);
  }

  /** Looks at all code deployments of a project, whose build servers may have changed; gives the connections to wake. */
  async ofProject(organization: string, project: string): Promise<ReadonlySet<string>> {
    return this.of(await this.repositories.codeDeploymentsOf(organization, project));
  }

  /** Looks at code deployments of these ids, which may have changed; gives the connections to wake. */
  async of(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const connections = new Set<string>();
    for (const id of new Set(ids)) {
      const connection = await this.look(id);
      if (connection !== undefined) connections.add(connection);
    }
    return connections;
  }

  /**
   * What was known is read before the facts, so that whoever comes with older facts finds that it has changed. The request
   * comes before the note that it was made, so that a crash in between repeats it.
   */
  private async look(id: string): Promise<string | undefined> {
    for (;;) {
      const before = await this.#served.get(id);
      const codeDeployment = await this.repositories.codeDeployment(id);
      if (codeDeployment === undefined) return undefined;
      const { organization, project } = codeDeployment;
      const now = servedNow(codeDeployment, await this.buildServers.factsOf(organization, project));
      const after = servedDocument(id, organization, now, (before?.revision ?? 0) + 1);
      if (isSame(before, after)) return undefined;

      const isNews = now !== undefined && (await this.request(organization, now, `${id} ${after.revision}`));
      if (await this.#served.replace(after, before?.revision)) return isNews ? now.connection : undefined;
    }
  }

  /**
   * False when the connection serves the repository already, for the sake of another code deployment, or was removed. That
   * is looked at after the request: a removal that is heard of later forgets it.
   */
  private async request(organization: string, served: ServedRepository, cause: string): Promise<boolean> {
    const { connection, repository } = served;
    const already = await this.#served.find({ where: { organization, connection, repository } });
    if (already.length > 0 || this.config.backfillWindowMs === 0) return false;
    await this.backfills.request({ organization, connection, repository, cause });
    if (!(await this.connections.isRemoved(connection))) return true;
    await this.backfills.forget(connection);
    return false;
  }
}

function servedDocument(
  id: string,
  organization: string,
  served: ServedRepository | undefined,
  revision: number,
): ServedDocument {
  const { connection, repository } = served ?? { connection: null, repository: null };
  return { id, organization, connection, repository, revision };
}

function isSame(before: ServedDocument | undefined, after: ServedDocument): boolean {
  const { connection, repository } = before ?? { connection: null, repository: null };
  return connection === after.connection && repository === after.repository;
}
