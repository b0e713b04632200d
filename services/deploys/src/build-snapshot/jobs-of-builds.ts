import { buildKeyOf, lookIds, type JobsLookDocument } from '../read-model/collections.js';
import type { Generation } from '../read-model/read-model.js';
import type { GatheredFacts } from './domain/gathering.js';
import { wholeSecond } from './domain/instants.js';
import { jobActionsIn } from './domain/jobs-looks.js';
import { isReopenedAround, type JobAction } from './domain/reopening.js';

/** Builds as they were seen through one connection. */
export interface SeenBuilds {
  readonly organization: string;
  readonly connection: string;
  /** Their ids. */
  readonly builds: readonly string[];
}

/** All looks at the jobs of the builds, by build; of one whose jobs were never looked at there are none. */
export async function jobsOfBuilds(
  { jobsLooks }: Pick<Generation, 'jobsLooks'>,
  { organization, connection, builds }: SeenBuilds,
): Promise<ReadonlyMap<string, readonly JobsLookDocument[]>> {
  const found = await Promise.all(
    builds.map(async (build) => {
      const id = lookIds(buildKeyOf(organization, connection, build));
      return [build, await jobsLooks.find({ where: { id } })] as const;
    }),
  );
  return new Map(found);
}

/** What the jobs tell of the builds that were re-opened around the deploy, by build: of the others it does not matter. */
export async function jobActionsAround(
  generation: Pick<Generation, 'jobsLooks'>,
  { deploy, connection, looks }: GatheredFacts,
): Promise<ReadonlyMap<string, readonly JobAction[]>> {
  const time = wholeSecond(deploy.deployedAt);
  const builds = [...Map.groupBy(looks, ({ build }) => build.id)]
    .filter(([, ofBuild]) => isReopenedAround(ofBuild, time))
    .map(([build]) => build);
  const jobs = await jobsOfBuilds(generation, { organization: deploy.organization, connection, builds });
  return new Map([...jobs].map(([build, ofBuild]) => [build, jobActionsIn(ofBuild)]));
}
