/** A build that Buildkite says has moved on: it is to be looked at again. */
export interface Hint {
  /** `connection/signature of the delivery`: a repeat is the same hint, a later one of the same build another. */
  readonly id: string;
  readonly connection: string;
  /** Slug of the Buildkite organization. */
  readonly buildkiteOrganization: string;
  /** Slug of the pipeline. */
  readonly pipeline: string;
  readonly number: number;
  /** The SHA by which a list of builds finds it; null when only its number does. */
  readonly sha: string | null;
  /** RFC 3339, UTC. */
  readonly hintedAt: string;
}

/** What a delivery says about a build. */
export interface HintedBuild {
  readonly organization: string;
  readonly pipeline: string;
  readonly number: number;
  readonly sha: string | undefined;
}

/**
 * The hint in a delivery.
 * @param id names the delivery
 */
export function hintAt(id: string, connection: string, build: HintedBuild, now: Date): Hint {
  const { organization: buildkiteOrganization, pipeline, number, sha = null } = build;
  return { id, connection, buildkiteOrganization, pipeline, number, sha, hintedAt: now.toISOString() };
}

/**
 * Whether polling has read since then what the hint is about.
 * @param cycle the last round of polling that has ended, if any
 */
export function isOvertaken(
  { hintedAt }: Hint,
  cycle: { readonly startedAt: string; readonly outcome: string } | undefined,
): boolean {
  return cycle?.outcome === 'complete' && Date.parse(hintedAt) < Date.parse(cycle.startedAt);
}
