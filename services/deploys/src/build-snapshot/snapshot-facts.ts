import { Inject, Injectable } from '@nestjs/common';
import type { PublishedEvent } from '#libs/contracts';
import { CONFIG, type Config } from '#libs/platform';
import type { DeployDocument } from '../read-model/collections.js';
import { ReadModel, type Generation } from '../read-model/read-model.js';
import { affectedDeploys, withoutDeleted, type Affected } from './affected-deploys.js';
import { askedTogether } from './asked-together.js';
import type { GatheredFacts } from './domain/gathering.js';
import type { SnapshotFacts as FactsOfDeploy } from './domain/snapshot-content.js';
import { keepFacts } from './fact-documents.js';
import { gatherFacts } from './gather-facts.js';
import { jobActionsAround } from './jobs-of-builds.js';
import { rememberedLooks } from './remembered-looks.js';

/** Keeps the facts that snapshots are made of, and finds those of a deploy. */
@Injectable()
export class SnapshotFacts {
  constructor(
    @Inject(ReadModel) private readonly readModel: ReadModel,
    @Inject(CONFIG) private readonly config: Pick<Config, 'rememberBuildsForMs'>,
  ) {}

  /** Keeps the facts among the events in every generation that is written. */
  async keep(events: readonly PublishedEvent[]): Promise<void> {
    await this.readModel.write((generation) => keepFacts(generation, events));
  }

  /** The deploys whose snapshots these facts may change, each with those that may. Keep the facts first. */
  affectedBy(events: readonly PublishedEvent[]): Promise<Affected[]> {
    return this.readModel.read((generation) => affectedDeploys(generation, events));
  }

  /** The deploys with these ids. */
  async deploys(ids: readonly string[]): Promise<DeployDocument[]> {
    return withoutDeleted(await this.readModel.read(({ deploys }) => deploys.getMany(ids)));
  }

  /**
   * Everything known that the deploy's snapshot follows from, read after this was asked; undefined while no build server
   * serves it.
   */
  of(deploy: DeployDocument): Promise<FactsOfDeploy | undefined> {
    return this.#gather(deploy);
  }

  readonly #gather = askedTogether((deploys: readonly DeployDocument[]) =>
    this.readModel.read(async (generation) => {
      const gathered = await gatherFacts(generation, deploys);
      return Promise.all(deploys.map((deploy, place) => this.completed(generation, deploy, gathered[place])));
    }),
  );

  private async completed(
    generation: Generation,
    deploy: DeployDocument,
    facts: GatheredFacts | undefined,
  ): Promise<FactsOfDeploy | undefined> {
    if (facts === undefined) return undefined;
    const { rememberBuildsForMs } = this.config;
    const looks = await rememberedLooks(generation, deploy, facts.looks, rememberBuildsForMs);
    return { ...facts, looks, jobActions: await jobActionsAround(generation, { ...facts, looks }) };
  }
}
