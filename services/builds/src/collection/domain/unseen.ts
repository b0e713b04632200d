/** A followed build, as far as it matters here. Times are RFC 3339 in UTC. */
export interface Followed {
  readonly build: string;
  /** The full SHA that Buildkite finds it by; null when there is none. */
  readonly commit: string | null;
  readonly pipeline: { readonly id: string; readonly slug: string };
  readonly unseen: { readonly since: string; readonly askAgainAt: string } | null;
}

/** What is to be done about followed builds that no list showed. */
export interface Sorted<Build extends Followed> {
  /** Builds to ask for by their commits. */
  readonly byCommit: readonly Build[];
  /** Builds to ask for one by one. */
  readonly byNumber: readonly Build[];
  /** Builds to ask for later, though they were seen until now. */
  readonly later: readonly Build[];
  /** Builds to follow no longer. */
  readonly letGo: readonly Build[];
}

/** How long a build that no list shows is asked for: 404 may pass, and a state that no documentation lists may stay. */
const patienceMs = 3 * 24 * 3_600_000;
/** Requests that a cycle spends on single builds of a Buildkite organization. */
const mostByNumber = 5;

/**
 * A build that is under way no longer and has not finished either was skipped, not run or canceled early, is in an unknown
 * state, or is not shown any more. It is asked for, by its commit where there is one, else by its number, those that have
 * waited longest first; it is let go when nothing has come of that for three days. If it shows up again, it is followed again.
 */
export function sortUnseen<Build extends Followed>(unseen: readonly Build[], now: Date): Sorted<Build> {
  const isLost = ({ unseen: how }: Build) =>
    how !== null && now.getTime() - Date.parse(how.since) >= patienceMs;
  const askAt = ({ unseen: how }: Build) => how?.askAgainAt ?? now.toISOString();
  const due = unseen
    .filter((build) => !isLost(build) && askAt(build) <= now.toISOString())
    .sort((one, other) => (askAt(one) < askAt(other) ? -1 : askAt(one) > askAt(other) ? 1 : 0));
  const withoutCommit = due.filter(({ commit }) => commit === null);
  return {
    byCommit: due.filter(({ commit }) => commit !== null),
    byNumber: withoutCommit.slice(0, mostByNumber),
    later: withoutCommit.slice(mostByNumber).filter((build) => build.unseen === null),
    letGo: unseen.filter(isLost),
  };
}

/** The build as one that no list shows and that is asked for again from `askAgainAt` on. */
export function missed<Build extends Followed>(build: Build, now: Date, askAgainAt: string): Build {
  return { ...build, unseen: { since: build.unseen?.since ?? now.toISOString(), askAgainAt } };
}

/** The build as one that the lists show. */
export function seenAgain<Build extends Followed>(build: Build): Build {
  return { ...build, unseen: null };
}

/**
 * The build under the slug that its pipeline has now, which is due at once when that is a new one.
 * @param slugs those that were seen, by the pipeline's id
 */
export function underItsSlug<Build extends Followed>(
  build: Build,
  slugs: ReadonlyMap<string, string>,
): Build {
  const { id, slug } = build.pipeline;
  const now = slugs.get(id) ?? slug;
  if (now === slug) return build;
  const { unseen } = build;
  return {
    ...build,
    pipeline: { ...build.pipeline, slug: now },
    unseen: unseen && { ...unseen, askAgainAt: unseen.since },
  };
}
