import { Inject, Injectable } from '@nestjs/common';
import type { EventEnvelope, PublishedEvent } from '#libs/contracts';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';

/** The repository of a code deployment, as the latest fact has it. */
export interface CodeDeploymentRepository {
  /** `organization/code deployment` */
  readonly id: string;
  readonly organization: string;
  readonly project: string;
  readonly codeDeployment: string;
  /** `host/owner/name`; null once the code deployment is removed. */
  readonly repository: string | null;
  /** `sequence` of the fact that said so: an older one never wins. */
  readonly revision: number;
}

/** A repository that a deploy was of; it stays known for that deploy's sake. */
export interface DeployedRepository {
  /** `organization repository` */
  readonly id: string;
}

export const codeDeploymentRepositories: CollectionDefinition<CodeDeploymentRepository> = {
  name: 'builds-code-deployment-repositories',
  indexes: [{ fields: ['organization', 'repository'] }, { fields: ['organization', 'project'] }],
};

export const deployedRepositories: CollectionDefinition<DeployedRepository> = {
  name: 'builds-deployed-repositories',
  indexes: [],
};

/** The repositories whose builds matter here: those that code deployments name now, and those of registered deploys. */
@Injectable()
export class KnownRepositories {
  readonly #current: Collection<CodeDeploymentRepository>;
  readonly #deployed: Collection<DeployedRepository>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#current = documents.collection(codeDeploymentRepositories);
    this.#deployed = documents.collection(deployedRepositories);
  }

  /** Keeps what events of the projects topic say; in any order, however often. */
  async remember(events: readonly PublishedEvent[]): Promise<void> {
    const said = events.map(repositoryIn).filter((repository) => repository !== undefined);
    if (said.length > 0) await this.#current.putNewer(said);
  }

  /** Keeps the repositories of deploys for good. */
  async rememberDeployed(deploys: readonly EventEnvelope<'sleuth.deploy-registered.v1'>[]): Promise<void> {
    const ids = new Set(deploys.map(({ data }) => deployedId(data.organization, data.repository)));
    if (ids.size > 0) await this.#deployed.insertMissing([...ids].map((id) => ({ id })));
  }

  /** A code deployment as it is now; undefined for one that nothing was told of. */
  async codeDeployment(id: string): Promise<CodeDeploymentRepository | undefined> {
    return this.#current.get(id);
  }

  /** Ids of the code deployments of a project. */
  async codeDeploymentsOf(organization: string, project: string): Promise<string[]> {
    const found = await this.#current.find({ where: { organization, project } });
    return found.map(({ id }) => id);
  }

  /** Those of the given repositories that matter to the organization. */
  async knownOf(organization: string, repositories: readonly string[]): Promise<ReadonlySet<string>> {
    if (repositories.length === 0) return new Set();
    const [current, deployed] = await Promise.all([
      this.#current.find({ where: { organization, repository: { in: repositories } } }),
      this.#deployed.getMany(repositories.map((repository) => deployedId(organization, repository))),
    ]);
    const ids = new Set(deployed.map(({ id }) => id));
    const wereDeployed = repositories.filter((repository) => ids.has(deployedId(organization, repository)));
    return new Set([
      ...wereDeployed,
      ...current.map(({ repository }) => repository).filter((one) => one !== null),
    ]);
  }
}

function repositoryIn(event: PublishedEvent): CodeDeploymentRepository | undefined {
  switch (event.type) {
    case 'sleuth.code-deployment-added.v1':
    case 'sleuth.code-deployment-changed.v1': {
      const { organization, project, codeDeployment, repository, sequence: revision } = event.data;
      const id = `${organization}/${codeDeployment}`;
      return { id, organization, project, codeDeployment, repository, revision };
    }
    case 'sleuth.code-deployment-removed.v1': {
      const { organization, project, codeDeployment, sequence: revision } = event.data;
      const id = `${organization}/${codeDeployment}`;
      return { id, organization, project, codeDeployment, repository: null, revision };
    }
    default:
      return undefined;
  }
}

/** Ids of the code deployments that events of the projects topic are about. */
export function codeDeploymentsIn(events: readonly PublishedEvent[]): string[] {
  return events.flatMap((event) => repositoryIn(event)?.id ?? []);
}

function deployedId(organization: string, repository: string): string {
  return `${organization} ${repository}`;
}
