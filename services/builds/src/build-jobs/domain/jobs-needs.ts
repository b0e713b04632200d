import { normalizeSha, type ObservedBuild } from '#libs/contracts';
import type { JobsNeed } from './jobs-request.js';

/** A look at a build. */
export interface SeenBuild {
  readonly build: ObservedBuild;
  /** Slug of the Buildkite organization. */
  readonly organization: string;
  /** RFC 3339, UTC, whole seconds. */
  readonly lookedAt: string;
}

/**
 * Which builds' jobs are to be looked at because of these looks: of each build that was there at the T of a deploy of
 * its SHA and was seen from T on. The jobs are asked for behind such a look, never before it: only then do they tell of
 * a re-opening that it shows.
 * @param deployedAts the times T of the deploys of a SHA that the connection serves: RFC 3339, UTC
 */
export function jobsNeeds(
  { organization, connection }: Pick<JobsNeed, 'organization' | 'connection'>,
  looks: readonly SeenBuild[],
  deployedAts: (sha: string) => readonly string[],
): JobsNeed[] {
  return looks.flatMap(({ build, organization: buildkiteOrganization, lookedAt }) => {
    if (build.sha === null) return [];
    const isSeenFrom = (deployedAt: string) =>
      Date.parse(build.createdAt) <= Date.parse(deployedAt) && Date.parse(deployedAt) <= Date.parse(lookedAt);
    const deployedAt = deployedAts(build.sha).filter(isSeenFrom).sort(byInstant).at(-1);
    if (deployedAt === undefined) return [];
    const { id, number, pipeline } = build;
    const commit = normalizeSha(build.commit) ?? null;
    const place = { buildkiteOrganization, pipeline: pipeline.slug, number, commit };
    return [{ organization, connection, build: id, ...place, deployedAt, wantedFrom: lookedAt }];
  });
}

function byInstant(one: string, other: string): number {
  return Date.parse(one) - Date.parse(other);
}
