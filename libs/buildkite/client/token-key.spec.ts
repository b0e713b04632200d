import { Secret } from '#libs/platform';
import { tokenKey } from './token-key.js';

describe('the key of a token', () => {
  it('is the same for the same token and another for every other', () => {
    expect(tokenKey(new Secret('bkua_1'))).toBe(tokenKey(new Secret('bkua_1')));
    expect(tokenKey(new Secret('bkua_1'))).not.toBe(tokenKey(new Secret('bkua_2')));
  });

  it('does not hold the token, and is no user id of Buildkite', () => {
    expect(tokenKey(new Secret('bkua_CANARY'))).toMatch(/^token:[0-9a-f]{32}$/);
  });
});
