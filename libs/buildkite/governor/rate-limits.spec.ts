import { rateLimitsOf, retryAfterMs } from './rate-limits.js';

const at = new Date('2026-11-20T12:00:00Z');

function limitsOf(status: number, headers: Record<string, string>, body: object | string = '') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return rateLimitsOf({ status, headers: new Headers(headers), body: text, at });
}

const both = {
  'RateLimit-Scope': 'rest',
  'RateLimit-Remaining': '180',
  'RateLimit-Limit': '200',
  'RateLimit-Reset': '50',
  'RateLimit-User-Scope': 'rest_user',
  'RateLimit-User-Remaining': '0',
  'RateLimit-User-Limit': '50',
  'RateLimit-User-Reset': '9',
};

describe('the limits that a reply shows', () => {
  it('are those of the organization and of the user; reset is in seconds from now', () => {
    expect(limitsOf(200, both)).toEqual({
      organization: { limit: 200, remaining: 180, resetMs: 50_000 },
      user: { limit: 50, remaining: 0, resetMs: 9_000 },
    });
  });

  it('had other names before', () => {
    const old = { 'Rate-Limit-Remaining': '99', 'Rate-Limit-Limit': '100', 'Rate-Limit-Reset': '43' };
    expect(limitsOf(200, old).organization).toEqual({ limit: 100, remaining: 99, resetMs: 43_000 });
  });

  it('do not depend on the name of the scope, which was another in older replies', () => {
    expect(limitsOf(200, { ...both, 'RateLimit-Scope': 'organization' })).toEqual(limitsOf(200, both));
  });

  it.each(['', 'soon', '-1', '1.5', '1e3', 'NaN'])('are unknown where a header says %j', (nonsense) => {
    const headers = {
      'RateLimit-Remaining': nonsense,
      'RateLimit-Limit': nonsense,
      'RateLimit-Reset': nonsense,
    };
    expect(limitsOf(200, headers).organization).toEqual({
      limit: undefined,
      remaining: undefined,
      resetMs: undefined,
    });
  });
});

describe('a 429', () => {
  it('of the user waits for the reset of the user', () => {
    const body = { message: 'Please wait 9 seconds', scope: 'rest_user', limit: 50, current: 51, reset: 9 };
    expect(limitsOf(429, both, body).exceeded).toEqual({ by: 'user', waitMs: 9_000 });
  });

  it('of the organization waits for the reset of the organization', () => {
    const headers = { ...both, 'RateLimit-Reset': '27', 'RateLimit-User-Reset': '3' };
    expect(limitsOf(429, headers, { scope: 'rest', reset: 5 }).exceeded).toEqual({
      by: 'organization',
      waitMs: 27_000,
    });
  });

  it('without headers waits as the body says', () => {
    expect(limitsOf(429, {}, { scope: 'rest_user', reset: 12 }).exceeded).toEqual({
      by: 'user',
      waitMs: 12_000,
    });
    expect(limitsOf(429, {}, { scope: 'rest', reset: -5 }).exceeded).toEqual({
      by: 'organization',
      waitMs: undefined,
    });
  });

  it('without headers and body waits as Retry-After says', () => {
    expect(limitsOf(429, { 'Retry-After': '7' }, '<html>').exceeded).toEqual({
      by: 'unknown',
      waitMs: 7_000,
    });
  });

  it('that says nothing leaves it open how long', () => {
    expect(limitsOf(429, {}, '').exceeded).toEqual({ by: 'unknown', waitMs: undefined });
  });

  it('without a scope is about the limit that shows nothing left', () => {
    expect(limitsOf(429, both).exceeded).toEqual({ by: 'user', waitMs: 9_000 });
    const organizationIsEmpty = { ...both, 'RateLimit-User-Remaining': '7', 'RateLimit-Remaining': '0' };
    expect(limitsOf(429, organizationIsEmpty).exceeded).toEqual({ by: 'organization', waitMs: 50_000 });
  });
});

describe('Retry-After', () => {
  it.each([
    ['30', 30_000],
    ['0', 0],
    ['Fri, 20 Nov 2026 12:00:45 GMT', 45_000],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
  ])('%s is %d ms', (value, ms) => {
    expect(retryAfterMs(new Headers({ 'Retry-After': value }), at)).toBe(ms);
  });

  it.each(['', 'soon', '-3', '1.5', 'yesterday GMT'])('%j says nothing', (value) => {
    expect(retryAfterMs(new Headers({ 'Retry-After': value }), at)).toBeUndefined();
  });

  it('may be missing', () => {
    expect(retryAfterMs(new Headers(), at)).toBeUndefined();
  });
});
