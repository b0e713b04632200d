import type { Token } from '../token/token.js';

const ORGANIZATION = /^\/v2\/organizations\/([^/]+)/;

/** The name of the user whose limit a token shares. */
export function countedUser(token: Token): string {
  return token.user.email.toLowerCase();
}

/**
 * The slug of the organization whose limit a request counts for. One that names none of the token's counts for its first one:
 * Buildkite does not say for which. Undefined when the token opens none.
 */
export function countedOrganization(token: Token, path: string): string | undefined {
  const named = ORGANIZATION.exec(path)?.[1];
  return token.organizations.find((slug) => slug === named) ?? token.organizations[0];
}
