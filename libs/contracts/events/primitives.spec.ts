import type { TSchema } from 'typebox';
import { checkOf } from '../validators.js';
import { Described, Fact, Id, Instant, Nullable, Organization, Repository, Sha, Slug } from './primitives.js';

function takes(schema: TSchema, value: unknown): boolean {
  return checkOf(schema)(value) === undefined;
}

describe('an instant', () => {
  it.each([
    '2026-11-23T11:40:45.000Z',
    '2026-11-23T11:40:45Z',
    '2026-11-23T11:40:45.123456Z',
    '2024-02-29T00:00:00Z',
    '2026-12-31T23:59:59.999Z',
  ])('may be %s, and every reader can parse it', (text) => {
    expect(takes(Instant, text)).toBe(true);
    expect(Date.parse(text)).not.toBeNaN();
  });

  it.each([
    '2026-11-23',
    '2026-11-23T11:40:45',
    '2026-11-23T11:40:45+00:00',
    '2026-11-23T11:40:45.Z',
    '2026-11-23 11:40:45Z',
    '2026-11-23t11:40:45z',
    '2018-07-01 20:14:38 UTC',
    '2026-00-23T11:40:45Z',
    '2026-11-32T11:40:45Z',
    '2026-11-23T24:00:00Z',
    '2026-12-31T23:59:60Z',
    '2026-11-23T11:40:45Z\n',
    '',
    1_790_000_000_000,
    null,
  ])('is not %j', (value) => {
    expect(takes(Instant, value)).toBe(false);
  });
});

describe('the slug of an organization or anything else', () => {
  it.each(['acme', 'acme-labs', '4711', 'a-1-b'])('may be %s', (text) => {
    expect(takes(Organization, text)).toBe(true);
    expect(takes(Slug, text)).toBe(true);
  });

  it.each(['', 'Acme', 'acme_labs', '-acme', 'acme-', 'a--b', 'acme:x', 'acmé', 'a'.repeat(101)])(
    'is not "%s"',
    (text) => {
      expect(takes(Organization, text)).toBe(false);
      expect(takes(Slug, text)).toBe(false);
    },
  );
});

describe('an id', () => {
  it('is a UUID', () => {
    expect(takes(Id, '0b9c5b5e-6f55-4c19-8f0e-5a6f6d2f3a01')).toBe(true);
    expect(takes(Id, '0b9c5b5e6f554c198f0e5a6f6d2f3a01')).toBe(false);
    expect(takes(Id, 'connection-1')).toBe(false);
  });
});

describe('a SHA', () => {
  it('is full and in lower case', () => {
    expect(takes(Sha, 'a'.repeat(40))).toBe(true);
    expect(takes(Sha, '0'.repeat(64))).toBe(true);
    expect(takes(Sha, 'a'.repeat(39))).toBe(false);
    expect(takes(Sha, 'A'.repeat(40))).toBe(false);
    expect(takes(Sha, 'HEAD')).toBe(false);
  });
});

describe('a repository', () => {
  it.each(['github.com/acme/shop', 'gitlab.example.com/money/core/ledger', 'localhost/a/b'])(
    'may be %s',
    (text) => {
      expect(takes(Repository, text)).toBe(true);
    },
  );

  it.each([
    'acme/shop',
    'github.com/Acme/shop',
    'git@github.com:acme/shop',
    'https://github.com/acme/shop',
    'github.com//shop',
    'github.com/acme/my shop',
    `github.com/acme/${'s'.repeat(500)}`,
  ])('is not %s', (text) => {
    expect(takes(Repository, text)).toBe(false);
  });
});

describe('a schema', () => {
  it('may allow null beside what it allows', () => {
    expect(takes(Nullable(Sha), null)).toBe(true);
    expect(takes(Nullable(Sha), 'a'.repeat(40))).toBe(true);
    expect(takes(Nullable(Sha), undefined)).toBe(false);
    expect(takes(Nullable(Sha), 'HEAD')).toBe(false);
  });

  it('may be described for one field without being changed for others', () => {
    const described = Described(Sha, 'The commit that is deployed.');

    expect(described).toMatchObject({ description: 'The commit that is deployed.', type: 'string' });
    expect(Sha).not.toHaveProperty('description');
    expect(takes(described, 'HEAD')).toBe(false);
  });

  it('of a fact has the name of the event, and its described fields are required', () => {
    const schema = Fact('DeployPaused', 'A deploy was paused.', { sha: Described(Sha, 'The commit.') });

    expect(schema).toMatchObject({
      title: 'DeployPaused',
      description: 'A deploy was paused.',
      required: ['sha'],
    });
    expect(takes(schema, {})).toBe(false);
  });
});
