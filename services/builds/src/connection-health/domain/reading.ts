/** One attempt to read the lists of a Buildkite organization. Times are RFC 3339 in UTC. */
export interface Attempt {
  /** Slug. */
  readonly buildkiteOrganization: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** What went wrong; null when they were read to the end. */
  readonly failure: { readonly code: string; readonly detail: string } | null;
  /** When the build ended that ended last of those that were seen; null when none had. */
  readonly lastFinishedAt: string | null;
}

/** How reading the lists of a Buildkite organization goes. Times are RFC 3339 in UTC. */
export interface Reading {
  /** Slug. */
  readonly buildkiteOrganization: string;
  /** When they were last read to the end; before the first time, when that was first tried. */
  readonly currentAt: string;
  /** When it was tried last. */
  readonly triedAt: string;
  /** What has gone wrong in the same way ever since; null when the last attempt went well. */
  readonly failing: Failing | null;
}

/** Attempts that went wrong in the same way, one after the other. */
export interface Failing {
  readonly code: string;
  /** What was said the last time. */
  readonly detail: string;
  /** When the first of them began. */
  readonly since: string;
  readonly times: number;
}

/** How it goes before anything has come of the first attempt. */
export function firstTried(buildkiteOrganization: string, startedAt: string): Reading {
  return { buildkiteOrganization, currentAt: startedAt, triedAt: startedAt, failing: null };
}

/** How it goes after an attempt; told of it again, it says the same. */
export function readingAfter(before: Reading | undefined, attempt: Attempt): Reading {
  const { buildkiteOrganization, startedAt, endedAt: triedAt, failure } = attempt;
  if (failure === null) return { buildkiteOrganization, currentAt: triedAt, triedAt, failing: null };
  const last = before ?? firstTried(buildkiteOrganization, startedAt);
  const same = last.failing?.code === failure.code ? last.failing : undefined;
  if (same && last.triedAt === triedAt) return last;
  const { since, times } = same ?? { since: startedAt, times: 0 };
  return { ...last, triedAt, failing: { ...failure, since, times: times + 1 } };
}
