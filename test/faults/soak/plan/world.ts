import type { Dice } from './dice.js';
import { minuteMs, type PlannedPipeline, type PlannedRepository } from './plan.js';

const deployedRepositories = ['shop', 'search', 'billing', 'mail', 'login', 'maps'];
const otherRepositories = ['docs', 'lab', 'site', 'tools'];
const pipelineCount = 40;
const removedCount = 3;

/** The repositories: of two, one is served by a build server of its own. */
export function plannedRepositories(owner: string): readonly PlannedRepository[] {
  const of = (isDeployed: boolean) => (name: string) => ({
    name,
    isDeployed,
    hasOwnBuildServer: name === 'search',
    spellings: [
      `git@github.com:${owner}/${name}.git`,
      `https://github.com/${owner}/${name}`,
      `ssh://git@github.com/${owner}/${name}.git`,
      `https://github.com/${owner}/${name}.git`,
    ] as const,
  });
  return [...deployedRepositories.map(of(true)), ...otherRepositories.map(of(false))];
}

/** The pipelines: each repository has some, spelled in different ways; a few are deleted on the way. */
export function plannedPipelines(
  dice: Dice,
  repositories: readonly PlannedRepository[],
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): readonly PlannedPipeline[] {
  const removed = new Set<number>();
  while (removed.size < removedCount) removed.add(dice.whole(repositories.length, pipelineCount - 1));
  return Array.from({ length: pipelineCount }, (_, index) => {
    const repository = repositories[index % repositories.length] ?? dice.oneOf(repositories);
    return {
      id: dice.uuid(),
      slug: `${repository.name}-${index + 1}`,
      repository: repository.name,
      url: dice.oneOf(repository.spellings),
      removedAtMs: removed.has(index) ? dice.whole(startMs + 60 * minuteMs, endMs - 30 * minuteMs) : null,
    };
  });
}
