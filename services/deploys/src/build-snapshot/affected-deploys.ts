import { servingConnection, type PublishedEvent } from '#libs/contracts';
import {
  untied,
  type BuildTieDocument,
  type DeployDocument,
  type JobsLookDocument,
  type LookDocument,
} from '../read-model/collections.js';
import type { Generation } from '../read-model/read-model.js';
import { jobsLookDocument, lookDocument, setsBuildServer, tiesOf } from './fact-documents.js';

/** A deploy and the facts for which its snapshot must be computed anew. */
export interface Affected {
  readonly deploy: DeployDocument;
  readonly because: readonly Pick<PublishedEvent, 'type' | 'id'>[];
}

/** The deploys whose snapshots these facts, which are kept already, may change; each with those that may. */
export async function affectedDeploys(
  generation: Generation,
  events: readonly PublishedEvent[],
): Promise<Affected[]> {
  const affected = await Promise.all([
    affectedByLooks(generation, events),
    affectedByLookUps(generation, events),
    affectedByBuildServers(generation, events),
  ]);
  return affected.flat();
}

/** Those that were not deleted. */
export function withoutDeleted(deploys: readonly DeployDocument[]): DeployDocument[] {
  return deploys.filter(({ isDeleted }) => !isDeleted);
}

/** A look at a build without a SHA, or at its jobs, counts too, once another look has shown which SHA the build is of. */
async function affectedByLooks(
  generation: Generation,
  events: readonly PublishedEvent[],
): Promise<Affected[]> {
  const came = events.flatMap((event) => {
    if (event.type === 'sleuth.build-observed.v1') return { event, look: lookDocument(event) };
    if (event.type === 'sleuth.build-jobs-observed.v1') return { event, look: jobsLookDocument(event) };
    return [];
  });
  if (came.length === 0) return [];
  const all = await tiesOfBuilds(
    generation,
    came.map(({ look }) => look),
  );
  const ties = all.filter(({ tie }) => tie !== untied);
  if (ties.length === 0) return [];
  const buildsOf = Map.groupBy(ties, ({ tie }) => tie);
  const { deploys } = generation;
  const tied = withoutDeleted(await deploys.find({ where: { tie: { in: [...buildsOf.keys()] } } }));
  return tied.map((deploy) => {
    const builds = new Set(buildsOf.get(deploy.tie)?.map(({ buildKey }) => buildKey));
    const because = came.filter(({ look }) => builds.has(look.buildKey)).map(({ event }) => event);
    return { deploy, because };
  });
}

/**
 * All ties of the builds that these looks, which are kept already, are at. Nearly always the looks show them all: to
 * count those that are kept is enough then.
 */
async function tiesOfBuilds(
  { buildTies }: Generation,
  looks: readonly (LookDocument | JobsLookDocument)[],
): Promise<readonly Pick<BuildTieDocument, 'buildKey' | 'tie'>[]> {
  const where = { buildKey: { in: [...new Set(looks.map(({ buildKey }) => buildKey))] } };
  const shown = tiesOf(looks.filter((look) => 'tie' in look));
  return (await buildTies.count(where)) === shown.length ? shown : buildTies.find({ where });
}

async function affectedByLookUps(
  { deploys }: Generation,
  events: readonly PublishedEvent[],
): Promise<Affected[]> {
  const came = events.filter((event) => event.type === 'sleuth.commit-looked-up.v1');
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
async function affectedByBuildServers(
  { buildServers, deploys }: Generation,
  events: readonly PublishedEvent[],
): Promise<Affected[]> {
  const settings = events.filter(setsBuildServer);
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
