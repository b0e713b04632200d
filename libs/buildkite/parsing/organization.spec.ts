import { buildkiteOrganization } from './organization.js';

describe('a Buildkite organization', () => {
  it('has an id, a slug and a name', () => {
    const json = {
      id: 'org-1',
      slug: 'acme',
      name: 'Acme Inc.',
      pipelines_url: 'https://api.buildkite.com/…',
    };
    expect(buildkiteOrganization(json)).toEqual({ id: 'org-1', slug: 'acme', name: 'Acme Inc.' });
  });

  it('is called like its slug when it has no name', () => {
    expect(buildkiteOrganization({ slug: 'acme-2' })).toEqual({ id: null, slug: 'acme-2', name: 'acme-2' });
  });

  it.each([
    null,
    [],
    {},
    { slug: '' },
    { slug: '..' },
    { slug: 'a/b' },
    { slug: 'a?b' },
    { slug: 'x'.repeat(300) },
  ])('is nothing when its slug cannot stand in an address: %j', (json) => {
    expect(buildkiteOrganization(json)).toBeUndefined();
  });
});
