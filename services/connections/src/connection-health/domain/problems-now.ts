import { compareProblems, tokenExpiry, type ConnectionProblem } from '#libs/contracts';

/**
 * What is wrong with a connection now, the worst first: what was told of its token, and how long that has left, which
 * this service knows by itself and at any time.
 * @param expiresAt when the token ends: RFC 3339, UTC; null when it does not
 * @param told the problems that were told of this token
 */
export function problemsNow(
  expiresAt: string | null,
  told: readonly ConnectionProblem[],
  now: Date,
): ConnectionProblem[] {
  const expiry = expiryProblem(expiresAt, now);
  if (expiry?.code === 'token-expired') return [expiry];
  const others = told.filter(({ code }) => code !== 'token-expired' && code !== 'token-expiring');
  const isDead = others.some(({ code }) => code === 'token-rejected');
  return [...others, ...(expiry && !isDead ? [expiry] : [])].sort(compareProblems);
}

/** What is to be said about the time that a token has left, if anything. */
export function expiryProblem(expiresAt: string | null, now: Date): ConnectionProblem | undefined {
  const expiry = tokenExpiry(expiresAt, now);
  switch (expiry?.code) {
    case 'token-expired':
      return {
        ...expiry,
        detail: `The token expired at ${expiresAt}. Replace it.`,
        buildkiteOrganization: null,
      };
    case 'token-expiring':
      return {
        ...expiry,
        detail: `The token expires at ${expiresAt}. Replace it before then.`,
        buildkiteOrganization: null,
      };
    case undefined:
      return undefined;
  }
}
