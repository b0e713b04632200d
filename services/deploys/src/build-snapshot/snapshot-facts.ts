import { Inject, Injectable } from '@nestjs/common';
import { servingConnection, type PublishedEvent } from '#libs/contracts';
import { buildKeyOf, lookIds, tieOf, type DeployDocument } from '../read-model/collections.js';
import { ReadModel } from '../read-model/read-model.js';
import type { GatheredFacts } from './domain/gathering.js';
import { keepFacts, lookDocument, setsBuildServer } from './fact-documents.js';

/** A deploy and the facts for which its snapshot must be computed anew. */
export interface Affected {
  readonly deploy: DeployDocument;
  readonly because: readonly Pick<PublishedEvent, 'type' | 'id'>[];
}

/** Keeps the facts that snapshots are made of, and finds those of a deploy. */
@Injectable()
export class SnapshotFacts {
  constructor(@Inject(ReadModel) private readonly readModel: ReadModel) {}

  /** Keeps the facts among the events in every generation that is written. */
  async keep(events: readonly PublishedEvent[]): Promise<void> {
    await this.readModel.write((generation) => keepFacts(generation, events));
  }

  /** The deploys whose snapshots these facts may change, each with those that may. Keep the facts first. */
  async affectedBy(events: readonly PublishedEvent[]): Promise<Affected[]> {
    const affected = await Promise.all([
      this.affectedByLooks(events),
      this.affectedByLookUps(events),
      this.affectedByBuildServers(events),
    ]);
    return affected.flat();
  }

  /** The deploys with these ids. */
  async deploys(ids: readonly string[]): Promise<DeployDocument[]> {
    return withoutDeleted(await (await this.readModel.reader()).deploys.getMany(ids));
  }

  /** Everything known that the deploy's snapshot follows from; undefined while no build server serves it. */
  async of(deploy: DeployDocument): Promise<GatheredFacts | undefined> {
    const generation = await this.readModel.reader();
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
    return { deploy, connection, looks: looks.flat(), lookUps };
  }

  /** A late look without a SHA counts too, once another one of its build has shown which it is. */
  private async affectedByLooks(events: readonly PublishedEvent[]): Promise<Affected[]> {
    const came = events
      .filter((event) => event.type === 'sleuth.build-observed.v1')
      .map((event) => ({ event, buildKey: lookDocument(event).buildKey }));
    if (came.length === 0) return [];
    const { buildTies, deploys } = await this.readModel.reader();
    const keys = [...new Set(came.map(({ buildKey }) => buildKey))];
    const known = await buildTies.find({ where: { buildKey: { in: keys } } });
    if (known.length === 0) return [];
    const buildsOf = Map.groupBy(known, ({ tie }) => tie);
    const tied = withoutDeleted(await deploys.find({ where: { tie: { in: [...buildsOf.keys()] } } }));
    return tied.map((deploy) => {
      const builds = new Set(buildsOf.get(deploy.tie)?.map(({ buildKey }) => buildKey));
      const because = came.filter(({ buildKey }) => builds.has(buildKey)).map(({ event }) => event);
      return { deploy, because };
    });
  }

  private async affectedByLookUps(events: readonly PublishedEvent[]): Promise<Affected[]> {
    const came = events.filter((event) => event.type === 'sleuth.commit-looked-up.v1');
    const { deploys } = await this.readModel.reader();
    const affected: Affected[] = [];
    for (const [organization, ofIt] of Map.groupBy(came, ({ data }) => data.organization)) {
      const shas = [...new Set(ofIt.map(({ data }) => data.sha))];
      const found = withoutDeleted(await deploys.find({ where: { organization, sha: { in: shas } } }));
      for (const deploy of found)
        affected.push({ deploy, because: ofIt.filter(({ data }) => data.sha === deploy.sha) });
    }
    return affected;
  }

  /** A setting concerns the deploys that it gives another connection than they would have without it. */
  private async affectedByBuildServers(events: readonly PublishedEvent[]): Promise<Affected[]> {
    const settings = events.filter(setsBuildServer);
    const { buildServers, deploys } = await this.readModel.reader();
    const affected: Affected[] = [];
    for (const because of Map.groupBy(
      settings,
      ({ data }) => `${data.organization}/${data.project}`,
    ).values()) {
      const [first] = because;
      if (!first) continue;
      const { organization, project } = first.data;
      const known = await buildServers.find({ where: { organization, project } });
      const came = new Set(because.map(({ id }) => id));
      const now = known.map(({ fact }) => fact);
      const before = known.filter(({ id }) => !came.has(id)).map(({ fact }) => fact);
      for (const deploy of withoutDeleted(await deploys.find({ where: { organization, project } }))) {
        if (servingConnection(now, deploy) !== servingConnection(before, deploy))
          affected.push({ deploy, because });
      }
    }
    return affected;
  }
}

function withoutDeleted(deploys: readonly DeployDocument[]): DeployDocument[] {
  return deploys.filter(({ isDeleted }) => !isDeleted);
}
