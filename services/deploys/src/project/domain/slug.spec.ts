import fc from 'fast-check';
import { isSlug, slugOf } from './slug.js';

describe('the slug of a name', () => {
  it.each([
    ['Plugin picker (dev)', 'plugin-picker-dev'],
    ['Terraform test project abc', 'terraform-test-project-abc'],
    ['  Shop -- API  ', 'shop-api'],
    ['snake_case', 'snake-case'],
    ['Café', 'cafe'],
    ['shop', 'shop'],
    ['!!!', ''],
  ])('of "%s" is "%s"', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it('is a slug or empty, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const slug = slugOf(name);
        return slug === '' || isSlug(slug);
      }),
    );
  });

  it('of a slug is itself', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+){0,3}$/),
        (text) => text.length > 100 || slugOf(text) === text,
      ),
    );
  });
});

describe('a slug', () => {
  it.each(['', 'A', 'a--b', '-a', 'a-', 'a b', 'ä', 'a'.repeat(101)])('is not "%s"', (text) => {
    expect(isSlug(text)).toBe(false);
  });
});
