import { servingConnection, type PublishedEvent } from '#libs/contracts';
import { untied, type DeployDocument } from '../read-model/collections.js';
import type { Generation } from '../read-model/read-model.js';
import { lookDocument, setsBuildServer } from './fact-documents.js';

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

/** A late look without a SHA counts too, once another one of its build has shown which it is. */
async function affectedByLooks(
  { buildTies, deploys }: Generation,
  events: readonly PublishedEvent[],
): Promise<Affected[]> {
  const came = events
    .filter((event) => event.type === 'sleuth.build-observed.v1')
    .map((event) => ({ event, buildKey: lookDocument(event).buildKey }));
  if (came.length === 0) return [];
  const keys = [...new Set(came.map(({ buildKey }) => buildKey))];
  const shown = await buildTies.find({ where: { buildKey: { in: keys } } });
  const known = shown.filter(({ tie }) => tie !== untied);
  if (known.length === 0) return [];
  const buildsOf = Map.groupBy(known, ({ tie }) => tie);
  const tied = withoutDeleted(await deploys.find({ where: { tie: { in: [...buildsOf.keys()] } } }));
  return tied.map((deploy) => {
    const builds = new Set(buildsOf.get(deploy.tie)?.map(({ buildKey }) => buildKey));
    const because = came.filter(({ buildKey }) => builds.has(buildKey)).map(({ event }) => event);
    return { deploy, because };
  });
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
