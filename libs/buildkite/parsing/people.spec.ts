import { creatorName } from './people.js';

describe('who made a build', () => {
  it('is the Buildkite user', () => {
    expect(creatorName({ id: '1', name: 'Ada', email: 'ada@example.com' }, { name: 'Bob' })).toBe('Ada');
  });

  it.each([null, undefined, {}, { id: '1' }, { name: '' }])(
    'is the author when the user is %j',
    (creator) => {
      expect(creatorName(creator, { name: 'Bob', username: 'bob', email: 'bob@example.com' })).toBe('Bob');
    },
  );

  it('may be an author written as text', () => {
    expect(creatorName(null, 'Bob Stone')).toBe('Bob Stone');
    expect(creatorName(null, 'Bob Stone <bob@example.com>')).toBe('Bob Stone');
  });

  it.each([
    'bob@example.com',
    '<bob@example.com>',
    {},
    null,
    undefined,
    '',
    7.5,
    { name: 'bob@example.com' },
  ])('is nobody, and no e-mail address, when the author is %j', (author) => {
    expect(creatorName(null, author) ?? '').not.toContain('@');
  });

  it('is nobody when neither is known', () => {
    expect(creatorName({}, {})).toBeUndefined();
  });

  it('is at most 200 characters long', () => {
    expect(creatorName({ name: 'x'.repeat(1_000) }, null)).toHaveLength(200);
  });
});
