import { Problem } from '#libs/platform';
import { thrownBy } from '#libs/platform/testing';
import { slugFor } from './slug-for.js';

describe('The slug of what is named', () => {
  it('is the one that was given', () => {
    expect(slugFor({ name: 'Plugin picker (dev)', slug: 'picker' })).toBe('picker');
  });

  it.each([
    ['Plugin picker (dev)', 'plugin-picker-dev'],
    ['Größe', 'groe'],
    ['  Shop  Web ', 'shop-web'],
  ])('is made of the name otherwise: %s', (name, slug) => {
    expect(slugFor({ name })).toBe(slug);
  });

  it.each(['決済', '!!!', '---'])('must be given where the name makes none: %s', (name) => {
    const problem = thrownBy(() => slugFor({ name }));
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({
      status: 400,
      code: 'validation',
      extras: { errors: [{ pointer: '/name', code: 'no-slug' }] },
    });
  });
});
