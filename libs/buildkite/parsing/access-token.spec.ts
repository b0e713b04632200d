import { accessToken } from './access-token.js';

describe('what Buildkite says about a token', () => {
  it('is everything, today', () => {
    const json = {
      uuid: 'token-1',
      scopes: ['read_builds', 'read_user'],
      description: 'Sleuth',
      created_at: '2026-07-16 06:07:42 UTC',
      expires_at: '2026-07-23T06:07:42Z',
      user: { name: 'Ada Lovelace', email: 'ada@example.com' },
    };
    expect(accessToken(json)).toEqual({
      uuid: 'token-1',
      scopes: ['read_builds', 'read_user'],
      description: 'Sleuth',
      createdAt: '2026-07-16T06:07:42.000Z',
      expiresAt: '2026-07-23T06:07:42.000Z',
      userName: 'Ada Lovelace',
      userEmail: 'ada@example.com',
    });
  });

  it('was only uuid and scopes in 2023', () => {
    expect(accessToken({ uuid: 'token-1', scopes: ['read_builds'] })).toEqual({
      uuid: 'token-1',
      scopes: ['read_builds'],
      description: null,
      createdAt: null,
      expiresAt: null,
      userName: null,
      userEmail: null,
    });
  });

  it('has an end in either spelling', () => {
    const endOf = (expires_at: unknown) => accessToken({ scopes: [], expires_at })?.expiresAt;
    expect(endOf('2026-07-23 06:07:42 UTC')).toBe('2026-07-23T06:07:42.000Z');
    expect(endOf('2026-07-23T06:07:42.000Z')).toBe('2026-07-23T06:07:42.000Z');
    expect(endOf(null)).toBeNull();
  });

  it('names each scope once and passes over what is no scope', () => {
    expect(accessToken({ scopes: ['read_user', null, 'read_user', {}, 'read_builds'] })?.scopes).toEqual([
      'read_user',
      'read_builds',
    ]);
  });

  it.each([null, 'text', [], {}, { scopes: null }, { scopes: 'read_builds' }])(
    'is nothing when the reply is %j',
    (json) => {
      expect(accessToken(json)).toBeUndefined();
    },
  );
});
