import { BuildkiteError, BuildkiteUnavailable, RateLimited } from '#libs/buildkite';

/** What a failed request to Buildkite says about going on. */
export type Failure =
  /** The token opens nothing any more. */
  | { readonly kind: 'token-rejected'; readonly code: string; readonly detail: string }
  /** Buildkite refuses this organization, or this question; others may go on. */
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  /** It passes. */
  | {
      readonly kind: 'passing';
      readonly code: string;
      readonly detail: string;
      /** Milliseconds until it is worth trying again. */
      readonly retryAfterMs: number;
    };

/** The vault does not give the token: it is not there (yet, or any more), or cannot be opened. */
export class TokenUnreadable extends Error {
  readonly code = 'token-unreadable';
  constructor(options?: ErrorOptions) {
    super('The vault does not give the token of the connection.', options);
    this.name = 'TokenUnreadable';
  }
}

/** Undefined for what is no failure of asking Buildkite; that has to be thrown on. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof TokenUnreadable)
    return { kind: 'passing', code: error.code, detail: error.message, retryAfterMs: 0 };
  if (!(error instanceof BuildkiteError)) return undefined;
  const said = { code: error.code, detail: error.message };
  switch (error.code) {
    case 'token-rejected':
      return { kind: 'token-rejected', ...said };
    case 'scope-missing':
    case 'organization-not-accessible':
    case 'request-refused':
      return { kind: 'refused', ...said };
    case 'rate-limited':
    case 'buildkite-unavailable':
    case 'reply-unusable':
    case 'address-refused':
      return { kind: 'passing', ...said, retryAfterMs: retryAfterMs(error) };
  }
}

/**
 * Whether a failed request for one build says something of that build alone: then others are asked for all the same. What
 * concerns the token, a limit or Buildkite as a whole concerns every request.
 */
export function isOfOneBuild(error: unknown): boolean {
  const failure = failureOf(error);
  const isRefused = failure?.kind === 'refused' && failure.code !== 'scope-missing';
  return isRefused || failure?.code === 'reply-unusable';
}

function retryAfterMs(error: BuildkiteError): number {
  return error instanceof RateLimited || error instanceof BuildkiteUnavailable ? error.retryAfterMs : 0;
}
