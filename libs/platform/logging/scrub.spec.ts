import fc from 'fast-check';
import { scrub } from './scrub.js';

describe('scrubbing', () => {
  it.each([
    ['token bkua_0123456789abcdef0123456789abcdef01234567 was rejected', 'token [secret] was rejected'],
    [`key bsk_01234567_${'Aa0-_'.repeat(8)}xyz.`, 'key [secret].'],
    ['Authorization: Bearer abcdefgh.ijkl-mn_op', 'Authorization: Bearer [secret]'],
    ['{"authorization":"apikey 0123456789"}', '{"authorization":"apikey [secret]"}'],
    ['connect mongodb://user:pass@db:27017/x failed', 'connect mongodb://[secret]@db:27017/x failed'],
    ['esdb+discover://admin:changeit@host?tls=true', 'esdb+discover://[secret]@host?tls=true'],
  ])('takes the secret out of %j', (text, scrubbed) => {
    expect(scrub(text)).toBe(scrubbed);
  });

  it.each([
    'Request answered.',
    'GET /v1/organizations/:org/deploys',
    'https://api.buildkite.com/v2/organizations/acme@x',
    'bearer of bad news',
    'bkua_short',
    '2026-11-23T12:00:00.000Z 0b1f4f2e-8a8f-4b8c-9d5e-0a4f7f0d9c11',
    'f'.repeat(40),
  ])('leaves %j as it is', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it('finds a token wherever it stands', () => {
    const token = `bkua_${'0123456789abcdef'.repeat(2)}01234567`;
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(scrub(`${before} ${token} ${after}`)).not.toContain(token);
      }),
    );
  });
});
