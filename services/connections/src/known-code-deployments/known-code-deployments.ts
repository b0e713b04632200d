import { Inject, Injectable } from '@nestjs/common';
import type { PublishedEvent } from '#libs/contracts';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';

/** What this service knows of a code deployment: the latest that was said of it, also that it was removed. */
export interface KnownCodeDeployment {
  /** `organization/code deployment` */
  readonly id: string;
  readonly organization: string;
  readonly project: string;
  readonly codeDeployment: string;
  readonly isRemoved: boolean;
  /** `sequence` of the fact that said so: an older one never wins. */
  readonly revision: number;
}

export const knownCodeDeployments: CollectionDefinition<KnownCodeDeployment> = {
  name: 'connections-known-code-deployments',
  indexes: [{ fields: ['organization', 'project'] }],
};

/** Which projects have code deployments, as far as the projects topic has told us yet. */
@Injectable()
export class KnownCodeDeployments {
  readonly #collection: Collection<KnownCodeDeployment>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(knownCodeDeployments);
  }

  /** Keeps what the events say; in any order, however often. */
  async remember(events: readonly PublishedEvent[]): Promise<void> {
    const said = events.map(knownBy).filter((known) => known !== undefined);
    if (said.length > 0) await this.#collection.putNewer(latestOf(said));
  }

  /** Whether the project has any code deployment. */
  async hasAny(organization: string, project: string): Promise<boolean> {
    const found = await this.#collection.find({ where: { organization, project } });
    return found.some(({ isRemoved }) => !isRemoved);
  }

  /** Whether the project has this code deployment. */
  async has(organization: string, project: string, codeDeployment: string): Promise<boolean> {
    const known = await this.#collection.get(idOf(organization, codeDeployment));
    return known !== undefined && !known.isRemoved && known.project === project;
  }
}

function knownBy(event: PublishedEvent): KnownCodeDeployment | undefined {
  switch (event.type) {
    case 'sleuth.code-deployment-added.v1':
    case 'sleuth.code-deployment-changed.v1':
    case 'sleuth.code-deployment-removed.v1': {
      const { organization, project, codeDeployment, sequence: revision } = event.data;
      const isRemoved = event.type === 'sleuth.code-deployment-removed.v1';
      return {
        id: idOf(organization, codeDeployment),
        organization,
        project,
        codeDeployment,
        isRemoved,
        revision,
      };
    }
    default:
      return undefined;
  }
}

function latestOf(said: readonly KnownCodeDeployment[]): KnownCodeDeployment[] {
  const latest = new Map<string, KnownCodeDeployment>();
  for (const known of said) {
    const other = latest.get(known.id);
    if (!other || other.revision < known.revision) latest.set(known.id, known);
  }
  return [...latest.values()];
}

function idOf(organization: string, codeDeployment: string): string {
  return `${organization}/${codeDeployment}`;
}
