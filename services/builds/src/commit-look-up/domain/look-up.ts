/** What a deploy asks for: that all builds of its SHA are asked for, at or after T, through a connection. */
export interface LookUp {
  /** `deploy/connection` */
  readonly id: string;
  readonly organization: string;
  readonly connection: string;
  readonly deploy: string;
  readonly sha: string;
  /** T: RFC 3339, UTC. */
  readonly deployedAt: string;
  readonly requestedAt: string;
  /**
   * `due`: from `dueAt` on. `refused`: Buildkite answered in part or not at all; again when it may. `wanted`: there are no
   * builds yet; cycles ask for them, from `dueAt` on. `answered`: done.
   */
  readonly state: 'due' | 'refused' | 'wanted' | 'answered';
  /** RFC 3339, UTC; null unless it is due or wanted. */
  readonly dueAt: string | null;
  /** How often it failed in a row, for reasons that pass. */
  readonly failures: number;
  /** The answer published last of a look from T on, so that the same is not published again and again; null before. */
  readonly published: string | null;
}

/** A deploy and the connection that serves it. */
export interface ServedDeploy {
  readonly id: string;
  readonly organization: string;
  readonly connection: string;
  readonly sha: string;
  readonly deployedAt: string;
}

/** How long builds that have not shown up are waited for: from T on, but at least for a while after it was asked for. */
const wantedMs = 24 * 3_600_000;
const wantedAtLeastMs = 3_600_000;
/** Builds show up in the lists shortly after they are created; asking again at once is of no use. */
const wantedAfterMs = 30_000;
/** How long a refused look-up is taken up again. */
const patienceMs = 24 * 3_600_000;
const firstPauseMs = 2_000;
const longestPauseMs = 300_000;
/** For so long everybody's answer is waited for; then those that fail are asked more seldom. */
const waitsForAllMs = 600_000;
const longestToldPauseMs = 900_000;
/** The least time to let pass when T lies ahead of us, or of Buildkite's clock. */
const tryAgainMs = 1_000;

/**
 * A look-up that is due at once, also for another instance whose clock is behind the one that requests it: from T on, or
 * from now on if that is earlier. `now`: RFC 3339, UTC.
 */
export function requestedLookUp(deploy: ServedDeploy, now: string): LookUp {
  const { id, organization, connection, sha, deployedAt } = deploy;
  return {
    id: `${id}/${connection}`,
    organization,
    connection,
    deploy: id,
    sha,
    deployedAt,
    requestedAt: now,
    state: 'due',
    dueAt: Date.parse(deployedAt) < Date.parse(now) ? new Date(deployedAt).toISOString() : now,
    failures: 0,
    published: null,
  };
}

/** What became of asking. */
export interface Asked {
  /** The earliest `Date` of the replies: RFC 3339, UTC. */
  readonly lookedAt: string;
  /** Whether any Buildkite organization refused. */
  readonly isRefused: boolean;
  /** Whether there are builds of the SHA. */
  readonly hasBuilds: boolean;
  /** The answer as one text, see `LookUp.published`. */
  readonly published: string;
}

/**
 * The look-up after it was asked: done, to be repeated once T has passed, set aside until it is no longer refused, or
 * wanted until builds appear.
 */
export function asked(lookUp: LookUp, outcome: Asked, now: Date): LookUp {
  const { lookedAt, isRefused, hasBuilds, published } = outcome;
  if (Date.parse(lookedAt) < Date.parse(lookUp.deployedAt)) {
    const left = Date.parse(lookUp.deployedAt) - Date.parse(lookedAt);
    const again = now.getTime() + Math.max(left, tryAgainMs);
    return { ...lookUp, state: 'due', dueAt: new Date(again).toISOString(), failures: 0 };
  }
  const isGivenUp = now.getTime() - Date.parse(lookUp.requestedAt) > patienceMs;
  const settled: LookUp = { ...lookUp, state: 'answered', dueAt: null, failures: 0, published };
  if (isRefused) return isGivenUp ? settled : { ...settled, state: 'refused' };
  return hasBuilds
    ? settled
    : stillWanted(settled, new Date(now.getTime() + wantedAfterMs).toISOString(), now);
}

/** The look-up after its builds have not shown up: wanted again from `dueAt` on, or done when they were waited for long enough. */
export function stillWanted(lookUp: LookUp, dueAt: string, now: Date): LookUp {
  const { deployedAt, requestedAt } = lookUp;
  const until = Math.max(Date.parse(deployedAt) + wantedMs, Date.parse(requestedAt) + wantedAtLeastMs);
  return now.getTime() < until
    ? { ...lookUp, state: 'wanted', dueAt }
    : { ...lookUp, state: 'answered', dueAt: null };
}

/** Whether nothing is told before every Buildkite organization has answered: for ten minutes after it was requested. */
export function waitsForAll({ requestedAt }: LookUp, now: Date): boolean {
  return now.getTime() - Date.parse(requestedAt) < waitsForAllMs;
}

/**
 * The look-up after a failure that passes: later, and later with every failure, but not before `retryAfterMs`.
 * @param published what was told meanwhile, see `LookUp.published`
 */
export function failed(
  lookUp: LookUp,
  retryAfterMs: number,
  now: Date,
  published: string | null = lookUp.published,
): LookUp {
  const failures = lookUp.failures + 1;
  const longest = waitsForAll(lookUp, now) ? longestPauseMs : longestToldPauseMs;
  const pause = Math.min(longest, firstPauseMs * 2 ** Math.min(failures - 1, 10));
  const dueAt = new Date(now.getTime() + Math.max(pause, retryAfterMs)).toISOString();
  return { ...lookUp, state: 'due', dueAt, failures, published };
}

/** A look-up that is taken up again: it is refused no longer, or its builds have shown up. */
export function revived(lookUp: LookUp, now: Date): LookUp {
  return { ...lookUp, state: 'due', dueAt: now.toISOString() };
}
