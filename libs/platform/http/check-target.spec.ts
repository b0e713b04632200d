import { thrownBy } from '../testing/thrown-by.js';
import { checkPath } from './check-target.js';

describe('the target of a request', () => {
  it.each([
    '/',
    '/v1/organizations/acme/deploys/0b1f4f2e-8a8f-4b8c-9d5e-0a4f7f0d9c11?view=latest',
    '/a//b/',
    '/a%20b/%C3%BC',
    '/a...b/.hidden',
    '/x?y=%2f..%2f%00',
    `/${'a'.repeat(255)}`,
    '*',
  ])('may be %s', (target) => {
    expect(() => checkPath(target)).not.toThrow();
  });

  it.each([
    ['/a/../b', 'malformed-path'],
    ['/a/./b', 'malformed-path'],
    ['/%2e%2e/b', 'malformed-path'],
    ['/%2E./b', 'malformed-path'],
    ['/a%2fb', 'malformed-path'],
    ['/..%2f..%2fetc%2fpasswd', 'malformed-path'],
    ['/a%5cb', 'malformed-path'],
    ['/a\\b', 'malformed-path'],
    ['/a%00b', 'malformed-path'],
    ['/a%0d%0ab', 'malformed-path'],
    ['/a%7fb', 'malformed-path'],
    ['/%E0%A4%A', 'malformed-path'],
    ['/%', 'malformed-path'],
    ['/%ff', 'malformed-path'],
    [`/${'a'.repeat(256)}`, 'malformed-path'],
  ])('may not be %s', (target, code) => {
    expect(thrownBy(() => checkPath(target))).toMatchObject({ status: 400, code });
  });

  it('may not be longer than 8 KiB', () => {
    expect(thrownBy(() => checkPath(`/a?${'x'.repeat(8 * 1024)}`))).toMatchObject({
      status: 414,
      code: 'uri-too-long',
    });
  });
});
