/** What can be wrong with a connection, the worst first: what stops all of it, then part of it, then what only slows it. */
export const connectionProblemCodes = [
  'token-rejected',
  'token-expired',
  'scope-missing',
  'organization-not-accessible',
  'rate-limited',
  'buildkite-unavailable',
  'collection-behind',
  'token-expiring',
  'webhook-silent',
] as const;

export type ConnectionProblemCode = (typeof connectionProblemCodes)[number];

/** Puts problems in the order in which they are listed everywhere: the worst first, then by Buildkite organization. */
export function compareProblems(one: PlacedProblem, other: PlacedProblem): number {
  const byCode = connectionProblemCodes.indexOf(one.code) - connectionProblemCodes.indexOf(other.code);
  if (byCode !== 0) return byCode;
  const [first, second] = [one.buildkiteOrganization ?? '', other.buildkiteOrganization ?? ''];
  return first === second ? 0 : first < second ? -1 : 1;
}

/** A problem, as far as it decides its place among others. */
export interface PlacedProblem {
  readonly code: ConnectionProblemCode;
  /** Slug; null when it is about the whole connection. */
  readonly buildkiteOrganization: string | null;
}
