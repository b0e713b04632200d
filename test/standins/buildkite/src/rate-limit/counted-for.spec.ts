import { NOON } from '../../testing/a-build.js';
import type { Token } from '../token/token.js';
import { countedOrganization, countedUser } from './counted-for.js';

function token(...organizations: string[]): Token {
  return {
    label: 'a',
    uuid: 'u',
    valueHash: 'h',
    description: '',
    user: { name: 'Ada', email: 'Ada@Example.com' },
    scopes: [],
    organizations,
    createdAtMs: NOON,
    expiresAtMs: null,
    revoked: false,
  };
}

describe('a request counts', () => {
  it('for the user of its token, however the address is written', () => {
    expect(countedUser(token())).toBe('ada@example.com');
  });

  it.each([
    ['/v2/organizations/umbrella/builds', 'umbrella'],
    ['/v2/organizations/umbrella', 'umbrella'],
    ['/v2/organizations/none/builds', 'acme'],
    ['/v2/organizations', 'acme'],
    ['/v2/user', 'acme'],
  ])('at %s for %s', (path, slug) => {
    expect(countedOrganization(token('acme', 'umbrella'), path)).toBe(slug);
  });

  it('for no organization when its token opens none', () => {
    expect(countedOrganization(token(), '/v2/organizations/acme/builds')).toBeUndefined();
  });
});
