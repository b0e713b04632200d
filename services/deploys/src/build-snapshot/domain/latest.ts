import type { ObservedBuild, Verdict } from '#libs/contracts';
import type { GatheredFacts } from './gathering.js';
import { notAfter, wholeSecond } from './instants.js';
import { listed } from './listing.js';
import { tiedBuilds } from './ties.js';
import { countingBuilds, verdictOf } from './verdict.js';

/** A build as it is now: the fields of the last look at it. */
export interface LatestBuild extends ObservedBuild {
  /** When Buildkite said so: RFC 3339, UTC. */
  readonly lookedAt: string;
  /** True for the build of its pipeline that counts for the verdict. */
  readonly counts: boolean;
  /** True for a build created after T, which is in no revision. */
  readonly afterDeploy: boolean;
}

/** All builds of a deploy's SHA as they are now; beside the snapshot and never part of it. */
export interface LatestView {
  /** When Buildkite was last asked about them: RFC 3339, UTC; null when it never was. */
  readonly asOf: string | null;
  readonly verdict: Verdict;
  readonly builds: readonly LatestBuild[];
}

/** The latest view of a deploy's builds, by all facts that there are. */
export function latestView(facts: GatheredFacts): LatestView {
  const { deploy, connection } = facts;
  const time = wholeSecond(deploy.deployedAt);
  const last = [...tiedBuilds(facts.looks, deploy, connection).values()].flatMap((looks) => looks.slice(-1));
  const counting = countingBuilds(last.map(({ build }) => build));
  const states = last.map(({ build }) => build).filter(({ id }) => counting.has(id));
  return {
    asOf: asOf(
      facts,
      last.map(({ lookedAt }) => lookedAt),
    ),
    verdict: verdictOf(states.map(({ state }) => state)),
    builds: listed(
      last.map(({ build, lookedAt }) => ({
        ...build,
        sha: deploy.sha,
        lookedAt,
        counts: counting.has(build.id),
        afterDeploy: !notAfter(build.createdAt, time),
      })),
    ),
  };
}

function asOf({ deploy, connection, lookUps }: GatheredFacts, looks: readonly string[]): string | null {
  const asked = lookUps.filter(
    (lookUp) =>
      lookUp.organization === deploy.organization &&
      lookUp.connection === connection &&
      lookUp.sha === deploy.sha,
  );
  return [...looks, ...asked.map(({ lookedAt }) => lookedAt)].reduce<string | null>(later, null);
}

function later(one: string | null, other: string): string {
  return one !== null && notAfter(other, one) ? one : other;
}
