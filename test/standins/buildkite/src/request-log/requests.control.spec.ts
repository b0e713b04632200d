import { setTimeout as pause } from 'node:timers/promises';
import { get } from '../../testing/api.js';
import type { AddedToken } from '../../testing/control.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';
import { RequestLog } from './request-log.js';

const REQUEST = { at: '', method: 'GET', path: '/', query: '', token: null, user: null, organization: null };

describe('the log of requests', () => {
  let bk: RunningBuildkite;

  beforeEach(async () => {
    bk = await startBuildkiteStandIn();
  });

  afterEach(() => bk.close());

  it('tells what the API was asked, by which token, when, and how it answered', async () => {
    const token = await bk.addToken({ label: 'admin' });
    await bk.turnClock('5s');
    await get(bk, '/v2/organizations/acme/builds?commit%5B%5D=abc&state[]=failed', token);
    await get(bk, '/v2/user');
    expect(await bk.requests()).toEqual([
      {
        at: '2026-03-01T12:00:05.000Z',
        method: 'GET',
        path: '/v2/organizations/acme/builds',
        query: 'commit[]=abc&state[]=failed',
        token: 'admin',
        user: 'admin@example.com',
        organization: 'acme',
        status: 200,
      },
      {
        at: '2026-03-01T12:00:05.000Z',
        method: 'GET',
        path: '/v2/user',
        query: '',
        token: null,
        user: null,
        organization: null,
        status: 401,
      },
    ]);
  });

  it('never holds the value of a token', async () => {
    const token = await bk.addToken();
    await get(bk, '/v2/user', token);
    const report = await (await fetch(`${bk.url}/_control/requests`)).text();
    expect(report).toContain(token.label);
    expect(report).not.toContain(token.value);
  });

  it('is searched by parts of path and query, counted, and begun anew', async () => {
    const token = await bk.addToken();
    for (const path of ['/v2/builds?state=running', '/v2/builds?state=failed', '/v2/user'])
      await get(bk, path, token);
    expect(await bk.requests({ path: '/builds', query: 'state=failed' })).toHaveLength(1);
    expect(await bk.requestTotal()).toBe(3);
    await bk.resetRequests();
    expect(await bk.requestTotal()).toBe(0);
  });
});

/** So long behind a refusal a request was not on its way when that was answered: milliseconds of the machine. */
const notCrossingMs = 300;

describe('the densest windows', () => {
  let bk: RunningBuildkite;
  let token: AddedToken;

  beforeEach(async () => {
    bk = await startBuildkiteStandIn({
      organizations: ['acme', 'umbrella'],
      settings: { userLimit: 3, organizationLimit: 100 },
    });
    token = await bk.addToken({ label: 'ada' });
  });

  afterEach(() => bk.close());

  const ask = async (path = '/v2/organizations/acme/builds', by = token): Promise<number> =>
    (await get(bk, path, by)).status;
  const ofUser = async (): Promise<unknown> =>
    (await bk.densestWindows()).find(({ scope }) => scope === 'user');

  it('tell of every user and organization how often it was asked at the most, and how often it may be', async () => {
    await bk.addOrganization({ slug: 'large', rateLimit: 400 });
    const other = await bk.addToken({ label: 'bob', organizations: ['umbrella', 'large'] });
    await ask();
    await bk.turnClock('50s');
    await ask('/v2/organizations/umbrella/builds');
    await bk.turnClock('20s');
    await ask('/v2/user');
    await ask('/v2/organizations/large/builds', other);
    await ask('/v2/organizations/acme/builds', { ...token, value: 'unknown' });
    const common = { whileLimited: 0 };
    expect(await bk.densestWindows()).toEqual([
      {
        ...common,
        scope: 'user',
        name: 'ada@example.com',
        most: 2,
        limit: 3,
        from: '2026-03-01T12:00:00.000Z',
      },
      {
        ...common,
        scope: 'organization',
        name: 'acme',
        most: 1,
        limit: 100,
        from: '2026-03-01T12:00:00.000Z',
      },
      {
        ...common,
        scope: 'organization',
        name: 'umbrella',
        most: 1,
        limit: 100,
        from: '2026-03-01T12:00:50.000Z',
      },
      {
        ...common,
        scope: 'user',
        name: 'bob@example.com',
        most: 1,
        limit: 3,
        from: '2026-03-01T12:01:10.000Z',
      },
      {
        ...common,
        scope: 'organization',
        name: 'large',
        most: 1,
        limit: 400,
        from: '2026-03-01T12:01:10.000Z',
      },
    ]);
  });

  it('count what comes between a refusal and its reset, of the scope that was refused', async () => {
    for (const status of [200, 200, 200, 429]) expect(await ask()).toBe(status);
    await pause(notCrossingMs);
    await bk.turnClock('59s');
    expect(await ask()).toBe(429);
    await bk.turnClock('1s');
    expect(await ask()).toBe(200);
    expect(await bk.densestWindows()).toMatchObject([
      { scope: 'user', most: 5, whileLimited: 1 },
      { scope: 'organization', most: 5, whileLimited: 0 },
    ]);
  });

  it.each([
    ['rest', [0, 1]],
    ['rest_user', [1, 0]],
  ] as const)('see a refusal on request in the scope %s, too', async (scope, [user, organization]) => {
    await bk.addFault({ kind: 'rate-limit', scope, resetSeconds: 30 });
    expect(await ask()).toBe(429);
    await pause(notCrossingMs);
    await bk.turnClock('29s');
    await ask();
    await bk.turnClock('1s');
    await ask();
    expect(await bk.densestWindows()).toMatchObject([
      { scope: 'user', most: 3, whileLimited: user },
      { scope: 'organization', most: 3, whileLimited: organization },
    ]);
  });

  it('hold requests whose reply was spoiled', async () => {
    await bk.addFault({ kind: 'status', status: 503 });
    await bk.addFault({ kind: 'status', status: 500 });
    expect([await ask(), await ask()]).toEqual([503, 500]);
    expect(await ofUser()).toMatchObject({ most: 2 });
  });

  it('begin anew with the log, and nobody is limited when the limits begin anew', async () => {
    for (let request = 0; request < 4; request += 1) await ask();
    await bk.resetRateLimits();
    expect(await ask()).toBe(200);
    expect(await ofUser()).toMatchObject({ most: 5, whileLimited: 0 });
    await bk.resetRequests();
    expect(await bk.densestWindows()).toEqual([]);
  });
});

describe('a log that grows long', () => {
  it('drops the oldest requests and goes on counting', () => {
    const log = new RequestLog();
    for (let index = 0; index < 50_000; index += 1)
      log.end(log.begin({ ...REQUEST, path: String(index) }), 200);
    expect(log.total).toBe(50_000);
    expect(log.list().length).toBeLessThan(40_000);
    expect(log.list().length).toBeGreaterThanOrEqual(20_000);
    expect(log.list().at(-1)).toMatchObject({ path: '49999', status: 200 });
  });

  it('does not mind the end of a request that it has forgotten', () => {
    const log = new RequestLog();
    const entry = log.begin(REQUEST);
    log.reset();
    log.end(entry, 200);
    expect(log.list()).toEqual([]);
  });
});
