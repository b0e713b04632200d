import {
  AddressRefused,
  BuildkiteError,
  BuildkiteUnavailable,
  OrganizationNotAccessible,
  RateLimited,
  ReplyUnusable,
  RequestRefused,
  ScopeMissing,
  TokenRejected,
} from './errors.js';

describe('errors of Buildkite', () => {
  it.each([
    [new TokenRejected('no'), 'token-rejected', 'TokenRejected'],
    [new ScopeMissing('no', 'read_builds'), 'scope-missing', 'ScopeMissing'],
    [new OrganizationNotAccessible('no', 'acme'), 'organization-not-accessible', 'OrganizationNotAccessible'],
    [new RateLimited(1_000), 'rate-limited', 'RateLimited'],
    [new BuildkiteUnavailable('no', 1_000), 'buildkite-unavailable', 'BuildkiteUnavailable'],
    [new RequestRefused('no', 422), 'request-refused', 'RequestRefused'],
    [new ReplyUnusable('no'), 'reply-unusable', 'ReplyUnusable'],
    [new AddressRefused('no'), 'address-refused', 'AddressRefused'],
  ])('are told apart by code: %s', (error, code, name) => {
    expect(error).toBeInstanceOf(BuildkiteError);
    expect(error).toMatchObject({ code, name });
  });

  it('say what a caller can act on', () => {
    expect(new ScopeMissing('no', 'read_builds').scope).toBe('read_builds');
    expect(new OrganizationNotAccessible('no', 'acme').organization).toBe('acme');
    expect(new BuildkiteUnavailable('no', 30_000).retryAfterMs).toBe(30_000);
    expect(new RateLimited(8_200).retryAfterMs).toBe(8_200);
    expect(new RateLimited(8_200).message).toContain('9 s');
  });
});
