import type { ReplyHeaders } from '../http/reply-headers.js';
import { errorBody } from '../parsing/error-body.js';

/** One of the two limits that every request counts against, as a reply shows it. */
export interface ShownLimit {
  /** Requests allowed in a window of 60 s. */
  readonly limit: number | undefined;
  /** Requests left in this window. */
  readonly remaining: number | undefined;
  /** Milliseconds until the window ends. */
  readonly resetMs: number | undefined;
}

/** What a reply says about both limits. */
export interface RateLimits {
  readonly user: ShownLimit;
  readonly organization: ShownLimit;
  /** Set for a 429: whose limit is exceeded, and for how many milliseconds, if it says so. */
  readonly exceeded?: {
    readonly by: 'user' | 'organization' | 'unknown';
    readonly waitMs: number | undefined;
  };
}

/** The reply, as far as limits go. */
export interface LimitedReply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: string;
  /** When the reply came, for a `Retry-After` that names a time. */
  readonly at: Date;
}

/**
 * Both limits of a reply, from `RateLimit-*` (organization) and `RateLimit-User-*` (user) and their older twins
 * `Rate-Limit-*`; `Reset` is in seconds from now (Buildkite docs: REST API › Rate limits). For a 429 the scope in the
 * body decides whose reset counts; then the body's `reset`, then `Retry-After` stand in.
 */
export function rateLimitsOf({ status, headers, body, at }: LimitedReply): RateLimits {
  const user = shownLimit(headers, 'user-');
  const organization = shownLimit(headers, '');
  if (status !== 429) return { user, organization };

  const { scope, reset } = errorBody(body);
  const by =
    scope === undefined ? exhausted(user, organization) : scope === 'rest_user' ? 'user' : 'organization';
  const shown = by === 'unknown' ? undefined : { user, organization }[by].resetMs;
  const said = reset === undefined || reset < 0 ? undefined : reset * 1_000;
  return { user, organization, exceeded: { by, waitMs: shown ?? said ?? retryAfterMs(headers, at) } };
}

/** Milliseconds that a `Retry-After` asks to wait, whether it names seconds or a time (RFC 9110 §10.2.3). */
export function retryAfterMs(headers: ReplyHeaders, at: Date): number | undefined {
  const value = headers.get('retry-after') ?? '';
  const seconds = wholeNumber(value);
  if (seconds !== undefined) return seconds * 1_000;
  const time = /GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time - at.getTime());
}

function shownLimit(headers: ReplyHeaders, whose: '' | 'user-'): ShownLimit {
  const read = (what: string) =>
    wholeNumber(headers.get(`ratelimit-${whose}${what}`) ?? headers.get(`rate-limit-${whose}${what}`));
  const reset = read('reset');
  return {
    limit: read('limit'),
    remaining: read('remaining'),
    resetMs: reset === undefined ? undefined : reset * 1_000,
  };
}

function exhausted(user: ShownLimit, organization: ShownLimit): 'user' | 'organization' | 'unknown' {
  if (user.remaining === 0) return 'user';
  return organization.remaining === 0 ? 'organization' : 'unknown';
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}$/.test(text.trim()) ? Number(text) : undefined;
}
