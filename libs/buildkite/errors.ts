/** What can go wrong with a request to Buildkite. */
export type BuildkiteErrorCode =
  | 'token-rejected'
  | 'scope-missing'
  | 'organization-not-accessible'
  | 'rate-limited'
  | 'buildkite-unavailable'
  | 'request-refused'
  | 'reply-unusable'
  | 'address-refused';

/** A request to Buildkite that failed. Messages hold no secret and at most 200 characters of what Buildkite said. */
export abstract class BuildkiteError extends Error {
  abstract readonly code: BuildkiteErrorCode;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Buildkite does not know the token: wrong, revoked or expired (401), or it refuses it altogether. Asking again is of no use. */
export class TokenRejected extends BuildkiteError {
  readonly code = 'token-rejected';
}

/** The token may not do this (403 naming a scope). Its owner can tick the scope without changing the token. */
export class ScopeMissing extends BuildkiteError {
  readonly code = 'scope-missing';

  constructor(
    message: string,
    readonly scope: string,
  ) {
    super(message);
  }
}

/** The organization is not there for this token: unknown, or not ticked, or closed to it (403, 404). */
export class OrganizationNotAccessible extends BuildkiteError {
  readonly code = 'organization-not-accessible';

  constructor(
    message: string,
    readonly organization: string,
  ) {
    super(message);
  }
}

/** A limit of Buildkite is exceeded (429), or would be if the request were sent now. */
export class RateLimited extends BuildkiteError {
  readonly code = 'rate-limited';

  /** @param retryAfterMs milliseconds until it is worth trying again */
  constructor(readonly retryAfterMs: number) {
    super(`Buildkite's rate limit is reached; try again in ${Math.ceil(retryAfterMs / 1_000)} s.`);
  }
}

/** Buildkite did not answer, not in time, or with an error of its own (5xx), after all attempts. */
export class BuildkiteUnavailable extends BuildkiteError {
  readonly code = 'buildkite-unavailable';

  /** @param retryAfterMs milliseconds until it is worth trying again */
  constructor(
    message: string,
    readonly retryAfterMs: number,
  ) {
    super(message);
  }
}

/** Buildkite does not accept what was asked (400, 422 and other refusals): asking the same again is of no use. */
export class RequestRefused extends BuildkiteError {
  readonly code = 'request-refused';

  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** A reply that is not to be trusted or not to be understood: a redirect, a foreign next page, too large, of another shape. */
export class ReplyUnusable extends BuildkiteError {
  readonly code = 'reply-unusable';
}

/** The configured address leads to where no request may go: not https, or no public address. */
export class AddressRefused extends BuildkiteError {
  readonly code = 'address-refused';
}
