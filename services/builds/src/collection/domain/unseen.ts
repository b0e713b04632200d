/** A followed build, as far as it matters here. */
export interface Followed {
  readonly build: string;
  readonly sha: string | null;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

/** What is to be done about followed builds that no list showed. */
export interface Sorted<Build extends Followed> {
  /** SHAs to ask for. */
  readonly commits: readonly string[];
  /** Builds to follow no longer. */
  readonly letGo: readonly Build[];
}

/** How long a build that no list shows is asked for by its SHA: one in a state that no documentation lists may stay so. */
const patienceMs = 3 * 24 * 3_600_000;

/**
 * A build that is under way no longer and has not finished either was skipped or not run, or is in an unknown state. Of a
 * deployed SHA it is asked for; others are let go: if they show up again, they are followed again.
 * @param isDeployed whether there is a deploy of the SHA
 */
export function sortUnseen<Build extends Followed>(
  unseen: readonly Build[],
  isDeployed: (sha: string) => boolean,
  now: Date,
): Sorted<Build> {
  const commits = new Set<string>();
  const letGo: Build[] = [];
  for (const build of unseen) {
    const isYoung = now.getTime() - Date.parse(build.createdAt) < patienceMs;
    if (isYoung && build.sha !== null && isDeployed(build.sha)) commits.add(build.sha);
    else letGo.push(build);
  }
  return { commits: [...commits], letGo };
}
