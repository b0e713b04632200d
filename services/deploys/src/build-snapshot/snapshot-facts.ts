import { Inject, Injectable } from '@nestjs/common';
import { servingConnection, type PublishedEvent } from '#libs/contracts';
import { CONFIG, type Config } from '#libs/platform';
import {
  buildKeyOf,
  lookIds,
  tieOf,
  type DeployDocument,
  type LookDocument,
} from '../read-model/collections.js';
import { ReadModel, type Generation } from '../read-model/read-model.js';
import { affectedDeploys, withoutDeleted, type Affected } from './affected-deploys.js';
import { remembered } from './domain/forgetting.js';
import type { GatheredFacts } from './domain/gathering.js';
import { keepFacts } from './fact-documents.js';

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

  /** Everything known that the deploy's snapshot follows from; undefined while no build server serves it. */
  of(deploy: DeployDocument): Promise<GatheredFacts | undefined> {
    return this.readModel.read((generation) => gathered(generation, deploy, this.config.rememberBuildsForMs));
  }
}

async function gathered(
  generation: Generation,
  deploy: DeployDocument,
  rememberForMs: number,
): Promise<GatheredFacts | undefined> {
  const { organization, project, repository, sha } = deploy;
  const known = await generation.buildServers.find({ where: { organization, project } });
  const connection = servingConnection(
    known.map(({ fact }) => fact),
    deploy,
  );
  if (connection === undefined) return undefined;
  const [showing, lookUps] = await Promise.all([
    generation.buildTies.find({ where: { tie: tieOf(organization, repository, sha) } }),
    generation.lookUps.find({ where: { organization, sha } }),
  ]);
  const throughIt = <Fact extends { connection: string }>(fact: Fact) => fact.connection === connection;
  const named = lookUps.filter(throughIt).flatMap(({ builds }) => builds);
  const keys = new Set([
    ...showing.filter(throughIt).map(({ buildKey }) => buildKey),
    ...named.map((build) => buildKeyOf(organization, connection, build)),
  ]);
  const looks = await Promise.all(
    [...keys].map((key) => generation.looks.find({ where: { id: lookIds(key) } })),
  );
  return {
    deploy,
    connection,
    looks: await rememberedFor(generation, deploy, looks.flat(), rememberForMs),
    lookUps,
  };
}

/** The other deploys of the SHA matter only to looks that would have been forgotten before this one. */
async function rememberedFor(
  { deploys }: Generation,
  { tie, registeredAt }: DeployDocument,
  looks: readonly LookDocument[],
  rememberForMs: number,
): Promise<readonly LookDocument[]> {
  const kept = remembered(looks, [registeredAt], rememberForMs);
  if (kept.length === looks.length) return looks;
  const ofCommit = withoutDeleted(await deploys.find({ where: { tie } }));
  return remembered(
    looks,
    ofCommit.map((deploy) => deploy.registeredAt),
    rememberForMs,
  );
}
