import { servingConnection } from '#libs/contracts';
import {
  buildKeyOf,
  lookIds,
  tieOf,
  type BuildServerDocument,
  type BuildTieDocument,
  type DeployDocument,
  type LookDocument,
  type LookUpDocument,
} from '../read-model/collections.js';
import type { Generation } from '../read-model/read-model.js';
import type { GatheredFacts } from './domain/gathering.js';

/** What is known about several deploys, but for the looks at their builds. */
interface Known {
  readonly buildServers: ReadonlyMap<string, readonly BuildServerDocument[]>;
  readonly ties: ReadonlyMap<string, readonly BuildTieDocument[]>;
  readonly lookUps: ReadonlyMap<string, readonly LookUpDocument[]>;
}

/** The facts of a deploy that a build server serves, with the keys of its builds in place of the looks. */
interface Served extends Omit<GatheredFacts, 'looks'> {
  readonly builds: ReadonlySet<string>;
}

/**
 * Everything known that the snapshots of these deploys follow from, in the deploys' order; undefined for one that no
 * build server serves. What is asked for several of them is asked for once.
 */
export async function gatherFacts(
  generation: Generation,
  deploys: readonly DeployDocument[],
): Promise<(GatheredFacts | undefined)[]> {
  const known = await knownAbout(generation, deploys);
  const served = deploys.map((deploy) => servedFacts(known, deploy));
  const looks = await looksAt(generation, new Set(served.flatMap((facts) => [...(facts?.builds ?? [])])));
  return served.map((facts) => {
    if (facts === undefined) return undefined;
    const { builds, ...others } = facts;
    return { ...others, looks: [...builds].flatMap((build) => looks.get(build) ?? []) };
  });
}

async function knownAbout(generation: Generation, deploys: readonly DeployDocument[]): Promise<Known> {
  const ties = new Set(deploys.map(tieOfDeploy));
  const [buildServers, buildTies, lookUps] = await Promise.all([
    ofEachOrganization(deploys, (organization, its) => {
      const projects = new Set(its.map(({ project }) => project));
      return generation.buildServers.find({ where: { organization, project: { in: [...projects] } } });
    }),
    generation.buildTies.find({ where: { tie: { in: [...ties] } } }),
    ofEachOrganization(deploys, (organization, its) => {
      const shas = new Set(its.map(({ sha }) => sha));
      return generation.lookUps.find({ where: { organization, sha: { in: [...shas] } } });
    }),
  ]);
  return {
    buildServers: Map.groupBy(buildServers, projectOf),
    ties: Map.groupBy(buildTies, ({ tie }) => tie),
    lookUps: Map.groupBy(lookUps, commitOf),
  };
}

async function ofEachOrganization<Found>(
  deploys: readonly DeployDocument[],
  find: (organization: string, its: readonly DeployDocument[]) => Promise<Found[]>,
): Promise<Found[]> {
  const byOrganization = Map.groupBy(deploys, ({ organization }) => organization);
  return (
    await Promise.all([...byOrganization].map(([organization, its]) => find(organization, its)))
  ).flat();
}

function servedFacts(known: Known, deploy: DeployDocument): Served | undefined {
  const settings = known.buildServers.get(projectOf(deploy)) ?? [];
  const connection = servingConnection(
    settings.map(({ fact }) => fact),
    deploy,
  );
  if (connection === undefined) return undefined;
  const throughIt = <Fact extends { connection: string }>(fact: Fact) => fact.connection === connection;
  const lookUps = known.lookUps.get(commitOf(deploy)) ?? [];
  const showing = (known.ties.get(tieOfDeploy(deploy)) ?? []).filter(throughIt);
  const named = lookUps.filter(throughIt).flatMap(({ builds }) => builds);
  const builds = new Set([
    ...showing.map(({ buildKey }) => buildKey),
    ...named.map((build) => buildKeyOf(deploy.organization, connection, build)),
  ]);
  return { deploy, connection, lookUps, builds };
}

/** The looks at each build, by its key. */
async function looksAt(
  { looks }: Generation,
  builds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly LookDocument[]>> {
  const found = await Promise.all(
    [...builds].map(async (build) => [build, await looks.find({ where: { id: lookIds(build) } })] as const),
  );
  return new Map(found);
}

function tieOfDeploy({ organization, repository, sha }: DeployDocument): string {
  return tieOf(organization, repository, sha);
}

function projectOf({ organization, project }: Pick<DeployDocument, 'organization' | 'project'>): string {
  return `${organization}/${project}`;
}

function commitOf({ organization, sha }: Pick<DeployDocument, 'organization' | 'sha'>): string {
  return `${organization}/${sha}`;
}
