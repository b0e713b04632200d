import { tokenFault } from './token-fault.js';

describe('a pasted token', () => {
  it.each([`bkua_${'a1'.repeat(20)}`, `bkua_${'a'.repeat(53)}`, 'f'.repeat(40), 'anything-printable!'])(
    'may be an API access token: only Buildkite can tell',
    (token) => {
      expect(tokenFault(token)).toBeUndefined();
    },
  );

  it.each([
    ['bkaa_1', 'agent session'],
    ['bkaj_1', 'agent job'],
    ['bkar_1', 'agent registration'],
    ['bkct_1', 'cluster'],
    ['bkpt_1', 'package registry'],
    ['bkps_1', 'portal'],
    ['bkpat_1', 'portal'],
  ])('that begins like %s is told to be of another kind', (token, kind) => {
    const fault = tokenFault(`${token}CANARY`);
    expect(fault).toMatchObject({ code: 'not-an-api-token' });
    expect(fault?.detail).toContain(kind);
    expect(fault?.detail).toContain('bkua_');
    expect(fault?.detail).not.toContain('CANARY');
  });

  it('is missing when it is empty', () => {
    expect(tokenFault('')).toMatchObject({ code: 'empty' });
  });

  it.each([' ', 'a b', 'token\n', 'a\r\nX-Header: 1', 'tökén', 'a\u0000b', 'x'.repeat(1_001)])(
    'is no token when it could not stand in a header',
    (text) => {
      expect(tokenFault(text)).toMatchObject({ code: 'not-a-token' });
    },
  );
});
