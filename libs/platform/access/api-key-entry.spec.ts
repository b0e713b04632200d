import { InvalidValue } from '../config/setting.js';
import { apiKeyEntries, isOrganizationSlug } from './api-key-entry.js';

const digest = 'ab'.repeat(32);

describe('API_KEYS', () => {
  it('lists entries, separated by commas or line ends', () => {
    expect(
      apiKeyEntries.parse(
        `acme:admin:${digest},\n\nacme:viewer:${digest.toUpperCase()}\nother:deployer:${digest}\n`,
      ),
    ).toEqual([
      { organization: 'acme', role: 'admin', sha256: digest },
      { organization: 'acme', role: 'viewer', sha256: digest },
      { organization: 'other', role: 'deployer', sha256: digest },
    ]);
  });

  it.each([
    ['nothing', ' , '],
    ['an unknown role', `acme:root:${digest}`],
    ['no role', `acme:${digest}`],
    ['an organization that is no slug', `Acme Inc:admin:${digest}`],
    ['no organization', `:admin:${digest}`],
    ['a digest that is too short', 'acme:admin:abcd'],
    ['a key instead of its digest', `acme:admin:bsk_01234567_${'s'.repeat(43)}`],
    ['something behind the digest', `acme:admin:${digest}:x`],
  ])('refuses %s', (_, text) => {
    expect(() => apiKeyEntries.parse(text)).toThrow(InvalidValue);
  });

  it('says which entry is wrong without showing it', () => {
    expect(() => apiKeyEntries.parse(`acme:admin:${digest},acme:admin:hunter2`)).toThrow(
      /^entry 2 must end in the SHA-256/,
    );
  });
});

describe('the slug of an organization', () => {
  it.each(['a', 'acme', 'acme-2', 'a'.repeat(100)])('may be %s', (slug) => {
    expect(isOrganizationSlug(slug)).toBe(true);
  });

  it.each(['', '-acme', 'acme-', 'Acme', 'ac me', 'acme.inc', 'a'.repeat(101)])('may not be %j', (slug) => {
    expect(isOrganizationSlug(slug)).toBe(false);
  });
});
