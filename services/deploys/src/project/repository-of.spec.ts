import { thrownBy } from '#libs/platform/testing';
import { repositoryOf } from './repository-of.js';

describe('The repository of a code deployment', () => {
  it.each([
    'git@github.com:acme/shop.git',
    'https://github.com/acme/shop',
    'ssh://git@github.com/acme/shop.git',
    'https://GitHub.com/acme/shop.git',
  ])('is the same however its address is written: %s', (text) => {
    expect(repositoryOf(text)).toBe('github.com/acme/shop');
  });

  it.each(['shop', '', 'not an address'])('cannot be "%s"', (text) => {
    expect(thrownBy(() => repositoryOf(text))).toMatchObject({
      status: 400,
      code: 'validation',
      extras: { errors: [{ pointer: '/repository', code: 'is-repository' }] },
    });
  });
});
