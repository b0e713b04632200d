import { Inject, Injectable } from '@nestjs/common';
import { servingConnection, type BuildServerFact, type PublishedEvent } from '#libs/contracts';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';
import type { RegisteredDeploy } from '../deploy/domain/known-deploy.js';
import { setsBuildServer } from './domain/build-server-event.js';

/** A fact that sets or clears a build server, kept under the id of its event. */
export interface BuildServerDocument {
  readonly id: string;
  readonly organization: string;
  readonly project: string;
  readonly fact: BuildServerFact;
}

export const buildServerFacts: CollectionDefinition<BuildServerDocument> = {
  name: 'builds-build-server-facts',
  indexes: [{ fields: ['organization', 'project'] }],
};

type Deploy = Pick<RegisteredDeploy, 'id' | 'organization' | 'project' | 'codeDeployment' | 'deployedAt'>;

/** Which connection serves a deploy, as far as is known by now. */
export interface Serving {
  /** Null: none. */
  readonly connection: string | null;
  /** One more than the place, in the organization's stream, of the newest fact that this was read from. */
  readonly asOf: number;
}

/** Which connection builds are read through, for every project and code deployment and at all times. */
@Injectable()
export class BuildServers {
  readonly #collection: Collection<BuildServerDocument>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(buildServerFacts);
  }

  /** Keeps what the events say; in any order, however often. */
  async remember(events: readonly PublishedEvent[]): Promise<void> {
    const documents = events.filter(setsBuildServer).map(({ id, type, data }) => ({
      id,
      organization: data.organization,
      project: data.project,
      fact: { type, data } as BuildServerFact,
    }));
    if (documents.length > 0) await this.#collection.insertMissing(documents);
  }

  /** The facts about a project and its code deployments, in no order. */
  async factsOf(organization: string, project: string): Promise<BuildServerFact[]> {
    const documents = await this.#collection.find({ where: { organization, project } });
    return documents.map(({ fact }) => fact);
  }

  /** What serves each of the deploys, by deploy. */
  async serving(deploys: readonly Deploy[]): Promise<Map<string, Serving>> {
    const projects = Map.groupBy(deploys, ({ organization, project }) => `${organization} ${project}`);
    const served = await Promise.all(
      [...projects.values()].map((ofProject) => this.servingProject(ofProject)),
    );
    return new Map(served.flat());
  }

  private async servingProject(deploys: readonly Deploy[]): Promise<(readonly [string, Serving])[]> {
    const [first] = deploys;
    if (!first) return [];
    const { organization, project } = first;
    const facts = await this.factsOf(organization, project);
    const asOf = 1 + Math.max(-1, ...facts.map(({ data }) => data.sequence));
    return deploys.map((deploy) => [
      deploy.id,
      { connection: servingConnection(facts, deploy) ?? null, asOf },
    ]);
  }
}
