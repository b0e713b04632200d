import {
  AddressRefused,
  BuildkiteUnavailable,
  OrganizationNotAccessible,
  RateLimited,
  ReplyUnusable,
  RequestRefused,
  ScopeMissing,
  TokenRejected,
} from '#libs/buildkite';
import { problemOfBuildkite } from './problem-of-buildkite.js';

describe('What an admin is told when Buildkite refuses', () => {
  it('a token that it does not accept', () => {
    expect(problemOfBuildkite(new TokenRejected('401'))).toMatchObject({
      status: 422,
      code: 'token-rejected',
    });
  });

  it('a scope, named and pointed at', () => {
    expect(problemOfBuildkite(new ScopeMissing('403', 'read_builds'))).toMatchObject({
      status: 422,
      code: 'scopes-missing',
      detail: 'The token lacks the scope read_builds.',
      extras: {
        errors: [{ pointer: '/token', code: 'scope-missing', message: 'lacks the scope read_builds' }],
      },
    });
  });

  it('an organization, by name', () => {
    const problem = problemOfBuildkite(new OrganizationNotAccessible('404', 'acme-labs'));
    expect(problem).toMatchObject({ status: 422, code: 'no-organization' });
    expect(problem.detail).toContain('acme-labs');
  });

  it('more requests for now: when to try again', () => {
    expect(problemOfBuildkite(new RateLimited(30_000))).toMatchObject({
      status: 503,
      code: 'buildkite-rate-limited',
      extras: { retryAfterSeconds: 30 },
    });
  });
});

describe('What an admin is told when Buildkite does not answer as it should', () => {
  it.each([
    ['no answer', new BuildkiteUnavailable('It broke.', 20_000), 20],
    ['no answer for a moment', new BuildkiteUnavailable('It broke.', 10), 1],
    ['an unusable reply', new ReplyUnusable('It made no sense.'), 60],
    ['another refusal', new RequestRefused('It did not like that.', 400), 60],
    ['an address that may not be used', new AddressRefused('It leads inside.'), 60],
  ])('%s: nothing was changed, and when to try again', (_what, error, retryAfterSeconds) => {
    expect(problemOfBuildkite(error)).toMatchObject({
      status: 503,
      code: 'buildkite-unavailable',
      detail: 'Buildkite does not answer as it should. Nothing was changed.',
      extras: { retryAfterSeconds },
    });
  });
});
