import { plannedCommits } from './builds.js';
import { plannedDeploys } from './deploys.js';
import { diceOf } from './dice.js';
import { minuteMs, type Entry, type Plan } from './plan.js';
import {
  plannedConducts,
  plannedFaults,
  plannedKills,
  plannedPipelineChanges,
  plannedTurns,
} from './trouble.js';
import { plannedPipelines, plannedRepositories } from './world.js';

/** Slug of the Buildkite organization whose builds are collected, and owner of the repositories. */
export const buildkiteOrganization = 'soak-builds';

const startMs = Date.UTC(2026, 2, 1, 12);
const spanMs = 6 * 60 * minuteMs;

/** Whatever happens in the run of that seed: a pure function of it. */
export function planOf(seed: number): Plan {
  const times = { startMs, endMs: startMs + spanMs };
  const dice = (purpose: string) => diceOf(seed, purpose);
  const repositories = plannedRepositories(buildkiteOrganization);
  const pipelines = plannedPipelines(dice('pipelines'), repositories, times);
  const commits = plannedCommits(dice('commits'), pipelines, times);
  const deployable = new Set(repositories.filter(({ isDeployed }) => isDeployed).map(({ name }) => name));
  const deployed = commits.filter(({ repository }) => deployable.has(repository));
  const builds = commits.flatMap((commit) =>
    commit.builds.map((build): Entry => ({ atMs: Date.parse(build.spec.createdAt), what: 'build', build })),
  );
  const entries = [
    ...builds,
    ...plannedDeploys(dice('deploys'), deployed, times),
    ...plannedPipelineChanges(dice('pipeline changes'), pipelines, times),
    ...plannedFaults(dice('faults'), times),
    ...plannedConducts(dice('webhooks'), times),
    ...plannedKills(dice('kills'), times),
    ...plannedTurns(dice('turns'), times),
  ].sort((one, other) => one.atMs - other.atMs);
  return { seed, ...times, repositories, pipelines, entries };
}
