/** What a token must be allowed to read; without these it is refused (design: §8). */
export const requiredScopes = ['read_builds', 'read_organizations', 'read_pipelines', 'read_user'] as const;

/** What a token may be allowed beyond that. */
export const optionalScopes = ['read_artifacts', 'write_builds'] as const;

/** The scopes of `wanted` that `granted` lacks, in the order of `wanted`. Names are compared exactly: `read_build` is not `read_builds`. */
export function missingScopes(granted: readonly string[], wanted: readonly string[]): string[] {
  return wanted.filter((scope) => !granted.includes(scope));
}

/**
 * The page at Buildkite that makes a token, with description and scopes filled in (Buildkite docs: CLI › Configuration).
 * The organizations and the expiry, seven days unless chosen, are left to the admin: they cannot be filled in.
 */
export function tokenUrl(scopes: readonly string[] = requiredScopes, description = 'Sleuth'): string {
  const query = new URLSearchParams([
    ['description', description],
    ...scopes.map((scope): [string, string] => ['scopes[]', scope]),
  ]);
  return `https://buildkite.com/user/api-access-tokens/new?${query.toString()}`;
}
