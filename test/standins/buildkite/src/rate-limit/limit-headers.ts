/** One rate limit as a reply tells it. */
export interface LimitReading {
  readonly limit: number;
  /** Requests in the running window, this one and refused ones included. */
  readonly used: number;
  /** Seconds until the window ends, at least 1. */
  readonly resetSeconds: number;
}

/** The two scopes in which Buildkite counts REST requests. */
export type LimitScope = 'rest' | 'rest_user';

/** Whether a request is one too many. */
export function isExhausted(reading: LimitReading): boolean {
  return reading.used > reading.limit;
}

function remaining({ limit, used }: LimitReading): string {
  return String(Math.max(0, limit - used));
}

/** The rate-limit headers that every reply carries; the resets are seconds from now (Buildkite docs: REST API › Rate limits). */
export function limitHeaders(organization: LimitReading, user: LimitReading): Record<string, string> {
  return {
    'RateLimit-Scope': 'rest',
    'RateLimit-Remaining': remaining(organization),
    'RateLimit-Limit': String(organization.limit),
    'RateLimit-Reset': String(organization.resetSeconds),
    'RateLimit-User-Scope': 'rest_user',
    'RateLimit-User-Remaining': remaining(user),
    'RateLimit-User-Limit': String(user.limit),
    'RateLimit-User-Reset': String(user.resetSeconds),
    ...(isExhausted(organization) && { 'RateLimit-Warning': 'Rate limit exceeded' }),
    ...(isExhausted(user) && { 'RateLimit-User-Warning': 'Rate limit exceeded' }),
  };
}

/** The body of a 429 (Buildkite docs: REST API › Rate limits). */
export function refusalBody(
  scope: LimitScope,
  { limit, used, resetSeconds }: LimitReading,
): Record<string, unknown> {
  return {
    message: `You have exceeded your API rate limit. Please wait ${String(resetSeconds)} seconds before making more requests.`,
    scope,
    limit,
    current: used,
    reset: resetSeconds,
  };
}
