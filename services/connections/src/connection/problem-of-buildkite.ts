import {
  BuildkiteUnavailable,
  OrganizationNotAccessible,
  RateLimited,
  ScopeMissing,
  TokenRejected,
  type BuildkiteError,
} from '#libs/buildkite';
import { Problem } from '#libs/platform';

const aMinute = 60;

/** What an admin is told when Buildkite did not say what was asked for. */
export function problemOfBuildkite(error: BuildkiteError): Problem {
  if (error instanceof TokenRejected) {
    return new Problem(
      422,
      'token-rejected',
      'Buildkite does not accept this token: it is wrong, revoked, expired, or not allowed from this address.',
    );
  }
  if (error instanceof ScopeMissing) {
    return new Problem(422, 'scopes-missing', `The token lacks the scope ${error.scope}.`, {
      errors: [{ pointer: '/token', code: 'scope-missing', message: `lacks the scope ${error.scope}` }],
    });
  }
  if (error instanceof OrganizationNotAccessible) {
    return new Problem(
      422,
      'no-organization',
      `The token may not read the organization ${error.organization}.`,
    );
  }
  if (error instanceof RateLimited) {
    return new Problem(503, 'buildkite-rate-limited', error.message, {
      retryAfterSeconds: error.retryAfterMs / 1_000,
    });
  }
  const retryAfterSeconds = error instanceof BuildkiteUnavailable ? error.retryAfterMs / 1_000 : aMinute;
  return new Problem(
    503,
    'buildkite-unavailable',
    'Buildkite does not answer as it should. Nothing was changed.',
    {
      retryAfterSeconds: Math.max(1, retryAfterSeconds),
    },
  );
}
