import { get } from '../../testing/api.js';
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
