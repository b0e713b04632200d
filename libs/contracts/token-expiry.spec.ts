import { tokenExpiry } from './token-expiry.js';

const now = new Date('2026-03-08T12:00:00.000Z');

describe('the time that a token has left', () => {
  it('is no matter when it does not end', () => {
    expect(tokenExpiry(null, now)).toBeUndefined();
  });

  it.each([
    ['2026-02-28T12:00:00.000Z', { code: 'token-expired', since: '2026-02-28T12:00:00.000Z' }],
    ['2026-03-08T12:00:00Z', { code: 'token-expired', since: '2026-03-08T12:00:00.000Z' }],
    ['2026-03-08T12:00:00.001Z', { code: 'token-expiring', since: '2026-03-01T12:00:00.001Z' }],
    ['2026-03-15T12:00:00.000Z', { code: 'token-expiring', since: '2026-03-08T12:00:00.000Z' }],
    ['2026-03-15T12:00:00.001Z', undefined],
  ])('with an end at %s', (expiresAt, expiry) => {
    expect(tokenExpiry(expiresAt, now)).toEqual(expiry);
  });
});
