/** That the jobs of a build are to be looked at through a connection, from a time on. Times are RFC 3339 in UTC. */
export interface JobsRequest {
  /** `connection/build id` */
  readonly id: string;
  /** The tenant. */
  readonly organization: string;
  readonly connection: string;
  /** The build, and where Buildkite shows it. */
  readonly build: string;
  readonly buildkiteOrganization: string;
  readonly pipeline: string;
  readonly number: number;
  /** The full SHA that Buildkite finds the build by; null while its commit is `HEAD`, a tag or a short SHA. */
  readonly commit: string | null;
  /** The latest T that they are looked at for. */
  readonly deployedAt: string;
  /** The look at the build, from that T on, behind which the jobs have to be looked at. */
  readonly wantedFrom: string;
  /** `due`: from `dueAt` on. `answered`: done. `given-up`: Buildkite would not show them. */
  readonly state: 'due' | 'answered' | 'given-up';
  /** Null unless it is due. */
  readonly dueAt: string | null;
  /** When it was made, or made anew for a later T. */
  readonly requestedAt: string;
  /** How often it failed in a row, and how often of these Buildkite refused. */
  readonly failures: number;
  readonly refusals: number;
  /** Only grows. */
  readonly revision: number;
}

/** What a look at a build from T on asks for. */
export type JobsNeed = Omit<
  JobsRequest,
  'id' | 'state' | 'dueAt' | 'requestedAt' | 'failures' | 'refusals' | 'revision'
>;

/** What became of asking for the jobs, other than an answer. */
export type Setback =
  /** It passes; milliseconds until it is worth trying again. */
  | { readonly kind: 'passing'; readonly retryAfterMs: number }
  /** Buildkite does not show them, or shows what nobody can read. */
  | { readonly kind: 'refused' };

/** A request is given up when it was refused this often, and is as old as this. */
const leastRefusals = 5;
const patienceMs = 24 * 3_600_000;
const firstPauseMs = 2_000;
const longestPauseMs = 300_000;
/** What Buildkite refuses seldom changes. */
const longestRefusedPauseMs = 3_600_000;
/** A reply from before `wantedFrom` comes from a clock that is behind. */
const tryAgainMs = 1_000;

/** The name of the request for the jobs of a build. */
export function jobsRequestId({ connection, build }: Pick<JobsRequest, 'connection' | 'build'>): string {
  return `${connection}/${build}`;
}

/**
 * The request with a need added; undefined when it asks for that already. A look at the jobs behind a look from a later T
 * on is behind one from an earlier T on too, and tells of both. A pipeline that was renamed meanwhile is asked for by its
 * new name.
 */
export function withNeed(known: JobsRequest | undefined, need: JobsNeed, now: Date): JobsRequest | undefined {
  const asksAlready = known !== undefined && Date.parse(known.deployedAt) >= Date.parse(need.deployedAt);
  if (asksAlready) {
    const { pipeline, buildkiteOrganization } = need;
    const isMoved = known.pipeline !== pipeline || known.buildkiteOrganization !== buildkiteOrganization;
    return isMoved && known.state === 'due'
      ? { ...known, pipeline, buildkiteOrganization, dueAt: now.toISOString(), revision: known.revision + 1 }
      : undefined;
  }
  return {
    ...need,
    id: jobsRequestId(need),
    state: 'due',
    dueAt: now.toISOString(),
    requestedAt: now.toISOString(),
    failures: 0,
    refusals: 0,
    revision: (known?.revision ?? 0) + 1,
  };
}

/** The request after an answer of that time: done, unless the answer is older than what was wanted. */
export function answered(request: JobsRequest, lookedAt: string, now: Date): JobsRequest {
  const after = { ...request, failures: 0, refusals: 0, revision: request.revision + 1 };
  return Date.parse(lookedAt) >= Date.parse(request.wantedFrom)
    ? { ...after, state: 'answered', dueAt: null }
    : { ...after, dueAt: later(now, tryAgainMs) };
}

/**
 * The request after a setback: due later, and later with every one in a row; given up when Buildkite still refuses a day
 * after the request was made. What passes never ends it.
 */
export function setBack(request: JobsRequest, setback: Setback, now: Date): JobsRequest {
  const isRefused = setback.kind === 'refused';
  const failures = request.failures + 1;
  const refusals = request.refusals + (isRefused ? 1 : 0);
  const after = { ...request, failures, refusals, revision: request.revision + 1 };
  const isPatient = now.getTime() - Date.parse(request.requestedAt) < patienceMs;
  if (isRefused && refusals >= leastRefusals && !isPatient)
    return { ...after, state: 'given-up', dueAt: null };
  const longest = isRefused ? longestRefusedPauseMs : longestPauseMs;
  const inARow = isRefused ? refusals : failures;
  const pause = Math.min(longest, firstPauseMs * 2 ** Math.min(inARow - 1, 20));
  const askedForMs = setback.kind === 'passing' ? setback.retryAfterMs : 0;
  return { ...after, dueAt: later(now, Math.max(pause, askedForMs)) };
}

/**
 * The commit to look for a build by that Buildkite does not show where it was, as its pipeline may have been renamed;
 * undefined when there is none, or when it was refused so often that this is not why.
 */
export function commitToLookFor({ commit, refusals }: JobsRequest): string | undefined {
  return refusals < leastRefusals ? (commit ?? undefined) : undefined;
}

function later(now: Date, ms: number): string {
  return new Date(now.getTime() + ms).toISOString();
}
