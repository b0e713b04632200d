/** What later decisions need to know of a deploy. */
export interface PastDeploy {
  readonly deploy: string;
  readonly sha: string;
  /** RFC 3339 UTC in one fixed form, so that text order is time order. */
  readonly deployedAt: string;
  /** Grows with every registration. */
  readonly place: number;
}

/**
 * The deploys of an environment. They lie in buckets by the first two digits of their SHA, so that one more deploy
 * costs the same after the hundred-thousandth as after the first.
 */
export interface DeployHistory {
  /** The newest by T; among equals the one registered last. */
  readonly newest: PastDeploy | undefined;
  readonly registered: number;
  readonly buckets: Readonly<Record<string, readonly PastDeploy[]>>;
}

export const noDeploys: DeployHistory = { newest: undefined, registered: 0, buckets: {} };

export function withDeploy(
  { newest, registered, buckets }: DeployHistory,
  deploy: Omit<PastDeploy, 'place'>,
): DeployHistory {
  const added = { ...deploy, place: registered };
  const bucket = bucketOf(added.sha);
  return {
    newest: newer(newest, added),
    registered: registered + 1,
    buckets: { ...buckets, [bucket]: [...(buckets[bucket] ?? []), added] },
  };
}

export function withoutDeploy(
  history: DeployHistory,
  removed: { deploy: string; sha: string },
): DeployHistory {
  const bucket = bucketOf(removed.sha);
  const left = (history.buckets[bucket] ?? []).filter(({ deploy }) => deploy !== removed.deploy);
  const buckets = { ...history.buckets, [bucket]: left };
  if (history.newest?.deploy !== removed.deploy) return { ...history, buckets };
  return { ...history, newest: Object.values(buckets).flat().reduce(newer, undefined), buckets };
}

/** The deploys of a SHA, in the order of their registration. */
export function deploysOf(history: DeployHistory, sha: string): PastDeploy[] {
  return (history.buckets[bucketOf(sha)] ?? []).filter((past) => past.sha === sha);
}

function newer(newest: PastDeploy | undefined, other: PastDeploy): PastDeploy {
  if (!newest || newest.deployedAt < other.deployedAt) return other;
  return newest.deployedAt === other.deployedAt && newest.place < other.place ? other : newest;
}

function bucketOf(sha: string): string {
  return sha.slice(0, 2);
}
