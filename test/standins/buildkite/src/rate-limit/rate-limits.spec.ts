import { get, type ApiReply } from '../../testing/api.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';
import { RateLimits } from './rate-limits.js';

describe('a window', () => {
  it('begins with the first request and ends 60 seconds later', () => {
    const limits = new RateLimits();
    expect(limits.count('a', 2, 1_000)).toMatchObject({ used: 1, resetSeconds: 60 });
    expect(limits.count('a', 2, 30_500)).toMatchObject({ used: 2, resetSeconds: 31 });
    expect(limits.count('a', 2, 60_999)).toMatchObject({ used: 3, resetSeconds: 1 });
    expect(limits.count('a', 2, 61_000)).toMatchObject({ used: 1, resetSeconds: 60 });
  });

  it('is one for each bucket', () => {
    const limits = new RateLimits();
    limits.count('a', 2, 0);
    expect(limits.count('b', 2, 0).used).toBe(1);
  });
});

describe('the limits of the API', () => {
  let bk: RunningBuildkite;

  beforeEach(async () => {
    bk = await startBuildkiteStandIn({
      organizations: ['acme', 'umbrella'],
      settings: { userLimit: 3, organizationLimit: 5 },
    });
  });

  afterEach(() => bk.close());

  const limits = ({ headers }: ApiReply<unknown>): Record<string, string | null> =>
    Object.fromEntries(
      ['remaining', 'limit', 'reset', 'user-remaining', 'user-limit', 'user-reset'].map((name) => [
        name,
        headers.get(`ratelimit-${name}`),
      ]),
    );

  it('are told with every reply, refused ones included', async () => {
    const token = await bk.addToken({ organizations: ['acme'], scopes: ['read_organizations'] });
    expect(limits(await get(bk, '/v2/organizations/acme', token))).toEqual({
      remaining: '4',
      limit: '5',
      reset: '60',
      'user-remaining': '2',
      'user-limit': '3',
      'user-reset': '60',
    });
    await bk.turnClock('18s');
    const refused = await get(bk, '/v2/user', token);
    expect(refused.status).toBe(403);
    expect(limits(refused)).toMatchObject({
      remaining: '3',
      reset: '42',
      'user-remaining': '1',
      'user-reset': '42',
    });
    expect(refused.headers.get('ratelimit-scope')).toBe('rest');
    expect(refused.headers.get('ratelimit-user-scope')).toBe('rest_user');
  });

  it('refuse a user who asks too often, with all of his tokens, until the window ends', async () => {
    const user = { name: 'Ada', email: 'ada@example.com' };
    const [one, two] = [await bk.addToken({ user }), await bk.addToken({ user })];
    for (const token of [one, two, one]) expect((await get(bk, '/v2/access-token', token)).status).toBe(200);
    await bk.turnClock('18s');
    const refused = await get(bk, '/v2/access-token', two);
    expect(refused).toMatchObject({
      status: 429,
      body: {
        message: 'You have exceeded your API rate limit. Please wait 42 seconds before making more requests.',
        scope: 'rest_user',
        limit: 3,
        current: 4,
        reset: 42,
      },
    });
    expect(refused.headers.get('ratelimit-user-remaining')).toBe('0');
    expect(refused.headers.get('ratelimit-user-warning')).not.toBeNull();
    expect(refused.headers.get('ratelimit-warning')).toBeNull();
    await bk.turnClock('42s');
    expect((await get(bk, '/v2/access-token', two)).status).toBe(200);
  });

  it('refuse an organization that is asked too often, whoever asks', async () => {
    const tokens = [await bk.addToken(), await bk.addToken(), await bk.addToken()];
    const statuses: number[] = [];
    for (const token of [...tokens, ...tokens])
      statuses.push((await get(bk, '/v2/organizations/acme/builds', token)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const other = await bk.addToken();
    expect(await get(bk, '/v2/organizations/acme/builds', other)).toMatchObject({
      status: 429,
      body: { scope: 'rest', limit: 5, current: 7 },
    });
    expect((await get(bk, '/v2/organizations/umbrella/builds', other)).status).toBe(200);
  });

  it('may be another one for one organization', async () => {
    await bk.addOrganization({ slug: 'large', rateLimit: 400 });
    const token = await bk.addToken({ organizations: ['large'] });
    expect(limits(await get(bk, '/v2/organizations/large/builds', token))).toMatchObject({
      limit: '400',
      remaining: '399',
    });
  });

  it('count a refused request, and none that has no token', async () => {
    const token = await bk.addToken();
    for (let request = 0; request < 5; request += 1) await get(bk, '/v2/access-token', token);
    expect((await get(bk, '/v2/access-token', token)).body).toMatchObject({ current: 6 });
    expect((await get(bk, '/v2/access-token')).headers.get('ratelimit-limit')).toBeNull();
  });

  it('are told by a request of their own', async () => {
    const token = await bk.addToken({ scopes: ['read_accounts'], organizations: ['acme'] });
    await bk.turnClock('500ms');
    const { body } = await get<{ scopes: { rest: unknown } }>(bk, '/v2/organizations/acme/rate_limit', token);
    expect(body.scopes.rest).toEqual({
      limit: 5,
      current: 1,
      reset: 60,
      reset_at: '2026-03-01T12:01:00Z',
      enforced: true,
    });
  });

  it('begin anew when a test says so', async () => {
    const token = await bk.addToken();
    for (let request = 0; request < 4; request += 1) await get(bk, '/v2/access-token', token);
    await bk.resetRateLimits();
    expect((await get(bk, '/v2/access-token', token)).status).toBe(200);
  });
});
