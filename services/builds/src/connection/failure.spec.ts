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
import { failureOf, isOfOneBuild, TokenUnreadable } from './failure.js';

describe('a failed request to Buildkite', () => {
  it('with a rejected token ends all that use it', () => {
    expect(failureOf(new TokenRejected('No such token.'))).toEqual({
      kind: 'token-rejected',
      code: 'token-rejected',
      detail: 'No such token.',
    });
  });

  it.each([
    new ScopeMissing('It lacks read_builds.', 'read_builds'),
    new OrganizationNotAccessible('No organization found', 'acme-inc'),
    new RequestRefused('Buildkite answered 422.', 422),
  ])('is refused: $code', (error) => {
    expect(failureOf(error)).toEqual({ kind: 'refused', code: error.code, detail: error.message });
  });

  it.each([
    [new RateLimited(9_000), 9_000],
    [new BuildkiteUnavailable('Buildkite answered 503.', 10_000), 10_000],
    [new ReplyUnusable('Too large.'), 0],
    [new AddressRefused('Not https.'), 0],
    [new TokenUnreadable(), 0],
  ])('passes: %s', (error, retryAfterMs) => {
    expect(failureOf(error)).toEqual({
      kind: 'passing',
      code: error.code,
      detail: error.message,
      retryAfterMs,
    });
  });

  it('for one build says something of that build alone, unless it is about the token, a limit or Buildkite as a whole', () => {
    for (const error of [new RequestRefused('Buildkite answered 422.', 422), new ReplyUnusable('Too large.')])
      expect(isOfOneBuild(error)).toBe(true);
    for (const error of [
      new TokenRejected('No such token.'),
      new ScopeMissing('It lacks read_builds.', 'read_builds'),
      new RateLimited(9_000),
      new BuildkiteUnavailable('Buildkite answered 502.', 10_000),
      new TokenUnreadable(),
      new Error('The bus is away.'),
    ])
      expect(isOfOneBuild(error)).toBe(false);
  });

  it('is none of these when something else failed', () => {
    expect(failureOf(new Error('The bus is away.'))).toBeUndefined();
    expect(failureOf('nonsense')).toBeUndefined();
  });
});
