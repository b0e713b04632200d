import { missingScopes, optionalScopes, requiredScopes, tokenUrl } from './scopes.js';

describe('scopes', () => {
  it('are missing when the token does not have exactly them', () => {
    expect(missingScopes(['read_builds', 'read_user'], requiredScopes)).toEqual([
      'read_organizations',
      'read_pipelines',
    ]);
    expect(missingScopes(['read_build'], requiredScopes)).toEqual([...requiredScopes]);
    expect(missingScopes(['graphql', ...requiredScopes], requiredScopes)).toEqual([]);
    expect(missingScopes(requiredScopes, optionalScopes)).toEqual(['read_artifacts', 'write_builds']);
  });
});

describe('the page that makes a token', () => {
  it('has the required scopes ticked', () => {
    expect(tokenUrl()).toBe(
      'https://buildkite.com/user/api-access-tokens/new?description=Sleuth' +
        '&scopes%5B%5D=read_builds&scopes%5B%5D=read_organizations' +
        '&scopes%5B%5D=read_pipelines&scopes%5B%5D=read_user',
    );
  });

  it('may have others ticked and another description', () => {
    const url = new URL(tokenUrl([...requiredScopes, 'write_builds'], 'Deploys & builds'));
    expect(url.searchParams.get('description')).toBe('Deploys & builds');
    expect(url.searchParams.getAll('scopes[]')).toEqual([...requiredScopes, 'write_builds']);
  });
});
