import { inOrder, type Look } from './look.js';

/** What of a deploy ties builds to it. */
export interface DeployedCommit {
  readonly organization: string;
  /** `host/owner/name`, normalised. */
  readonly repository: string;
  /** The full SHA. */
  readonly sha: string;
}

/**
 * The looks at each build that is tied to the deploy, in order, by build id: same organization and repository, seen
 * through the connection that serves the deploy, and resolved to the SHA. All looks of such a build take part, those
 * from before it resolved too. A build is what its first look with a SHA says; it never comes loose by a later one.
 * @param looks any looks, in any order; those at other builds do no harm
 */
export function tiedBuilds(
  looks: readonly Look[],
  deployed: DeployedCommit,
  connection: string,
): ReadonlyMap<string, readonly Look[]> {
  const seen = looks.filter(
    (look) => look.organization === deployed.organization && look.connection === connection,
  );
  const builds = [...Map.groupBy(seen, ({ build }) => build.id)];
  return new Map(
    builds
      .map(([id, ofBuild]) => [id, inOrder(ofBuild)] as const)
      .filter(([, ofBuild]) => resolvesTo(ofBuild, deployed)),
  );
}

function resolvesTo(looks: readonly Look[], { sha, repository }: DeployedCommit): boolean {
  const resolved = looks.find(({ build }) => build.sha !== null)?.build;
  return resolved?.sha === sha && resolved.repository === repository;
}
