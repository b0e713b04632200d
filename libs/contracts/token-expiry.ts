/** How long before its end a token deserves a word: as long as Buildkite lets one live unless told otherwise. */
const noticeMs = 7 * 24 * 3_600_000;

/** That a token has ended or is about to. */
export interface TokenExpiry {
  readonly code: 'token-expired' | 'token-expiring';
  /** RFC 3339, UTC: when it ended, or when the time of its notice began. */
  readonly since: string;
}

/**
 * What is to be said about the time that a token has left, if anything.
 * @param expiresAt RFC 3339, UTC; null when the token does not end
 */
export function tokenExpiry(expiresAt: string | null, now: Date): TokenExpiry | undefined {
  if (!expiresAt) return undefined;
  const end = Date.parse(expiresAt);
  const since = (time: number) => new Date(time).toISOString();
  if (end <= now.getTime()) return { code: 'token-expired', since: since(end) };
  if (end - now.getTime() > noticeMs) return undefined;
  return { code: 'token-expiring', since: since(end - noticeMs) };
}
