import { get } from '../../testing/api.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';

const AUTHENTICATION_REQUIRED = {
  status: 401,
  body: {
    message:
      'Authentication required. Please supply a valid API Access Token: https://buildkite.com/docs/apis/rest-api#authentication',
  },
};
const ENDPOINTS: Readonly<Record<string, string>> = {
  '/v2/user': 'read_user',
  '/v2/organizations': 'read_organizations',
  '/v2/organizations/acme': 'read_organizations',
  '/v2/organizations/acme/pipelines': 'read_pipelines',
  '/v2/organizations/acme/pipelines/app': 'read_pipelines',
  '/v2/builds': 'read_builds',
  '/v2/organizations/acme/builds': 'read_builds',
  '/v2/organizations/acme/pipelines/app/builds': 'read_builds',
  '/v2/organizations/acme/pipelines/app/builds/1': 'read_builds',
  '/v2/organizations/acme/pipelines/app/builds/1/jobs': 'read_builds',
  '/v2/organizations/acme/rate_limit': 'read_accounts',
};
const SCOPES = [...new Set(Object.values(ENDPOINTS))];

let bk: RunningBuildkite;

beforeEach(async () => {
  bk = await startBuildkiteStandIn({ organizations: ['acme', 'umbrella'] });
  await bk.addPipeline('app');
  await bk.addBuild({ pipeline: 'app', commit: 'HEAD' });
});

afterEach(() => bk.close());

describe('a token', () => {
  it.each(Object.entries(ENDPOINTS))('opens %s with the scope %s, and not without', async (path, scope) => {
    const able = await bk.addToken({ scopes: [scope] });
    const others = SCOPES.filter((other) => other !== scope);
    const unable = await bk.addToken({ scopes: others });
    const opened = await get(bk, path, able);
    expect(opened.status).toBe(200);
    expect(opened.headers.get('x-accepted-oauth-scopes')).toBe(scope);
    const refused = await get(bk, path, unable);
    expect(refused).toMatchObject({
      status: 403,
      body: { message: `Your access token doesn't have the ${scope} scope` },
    });
    expect(refused.headers.get('x-oauth-scopes')).toBe(others.join(','));
  });

  it.each(Object.keys(ENDPOINTS))('is asked for at %s', async (path) => {
    expect(await get(bk, path)).toMatchObject(AUTHENTICATION_REQUIRED);
    expect(await get(bk, path, { value: 'bkua_unknown' })).toMatchObject(AUTHENTICATION_REQUIRED);
  });

  it('is not asked for by the ping and the meta page', async () => {
    expect(await get(bk, '/')).toMatchObject({
      status: 200,
      body: { message: '🛠', timestamp: Date.UTC(2026, 2, 1, 12) / 1_000 },
    });
    expect((await get(bk, '/v2/meta')).status).toBe(200);
  });

  it('is not taken by basic authentication', async () => {
    const { value } = await bk.addToken();
    const headers = { authorization: `Basic ${Buffer.from(`x:${value}`).toString('base64')}` };
    expect((await fetch(`${bk.url}/v2/access-token`, { headers })).status).toBe(401);
  });

  it('dies at its expiry, to the second', async () => {
    const token = await bk.addToken({ expiresAt: '1h' });
    await bk.turnClock('59m59s');
    expect((await get(bk, '/v2/user', token)).status).toBe(200);
    await bk.turnClock('1s');
    expect(await get(bk, '/v2/user', token)).toMatchObject(AUTHENTICATION_REQUIRED);
  });

  it('dies when it is revoked, by itself or by others', async () => {
    const [own, others] = [await bk.addToken(), await bk.addToken()];
    expect((await get(bk, '/v2/access-token', own, 'DELETE')).status).toBe(204);
    await bk.changeToken(others.label, { revoked: true });
    expect(await get(bk, '/v2/access-token', own)).toMatchObject(AUTHENTICATION_REQUIRED);
    expect(await get(bk, '/v2/access-token', others)).toMatchObject(AUTHENTICATION_REQUIRED);
  });

  it('keeps its value when its owner changes its scopes', async () => {
    const token = await bk.addToken({ scopes: [] });
    expect((await get(bk, '/v2/user', token)).status).toBe(403);
    await bk.changeToken(token.label, { scopes: ['read_user'] });
    expect((await get(bk, '/v2/user', token)).status).toBe(200);
  });

  it('sees an organization that it may not access as if there were none', async () => {
    const token = await bk.addToken({ organizations: ['acme'] });
    for (const path of ['', '/pipelines', '/builds', '/pipelines/app/builds']) {
      const closed = await get(bk, `/v2/organizations/umbrella${path}`, token);
      const missing = await get(bk, `/v2/organizations/nobody${path}`, token);
      expect(closed).toMatchObject({ status: 404, body: { message: 'No organization found' } });
      expect([missing.status, missing.body]).toEqual([closed.status, closed.body]);
    }
  });
});

describe('what a token says of itself', () => {
  it('is told whatever its scopes', async () => {
    const user = { name: 'Ada Admin', email: 'ada@example.com' };
    const token = await bk.addToken({ scopes: [], user, description: 'for snapshots', expiresAt: '7d' });
    const { status, body, headers } = await get(bk, '/v2/access-token', token);
    expect(status).toBe(200);
    expect(body).toEqual({
      uuid: token.uuid,
      scopes: [],
      description: 'for snapshots',
      created_at: '2026-03-01 12:00:00 UTC',
      expires_at: '2026-03-08 12:00:00 UTC',
      user,
    });
    expect(headers.get('x-accepted-oauth-scopes')).toBeNull();
  });

  it('has no expiry when it never expires', async () => {
    expect((await get(bk, '/v2/access-token', await bk.addToken())).body).toMatchObject({ expires_at: null });
  });

  it('names a user who is the same for two of its tokens', async () => {
    const user = { name: 'Ada Admin', email: 'ada@example.com' };
    const replies = [
      await get(bk, '/v2/user', await bk.addToken({ user })),
      await get(bk, '/v2/user', await bk.addToken({ user })),
    ];
    expect(replies[0]?.body).toMatchObject(user);
    expect(replies[1]?.body).toEqual(replies[0]?.body);
  });
});

it('every address that the API does not have is refused as such', async () => {
  const token = await bk.addToken();
  expect(await get(bk, '/v2/nothing/here', token)).toMatchObject({
    status: 404,
    body: { message: 'No route matches v2/nothing/here' },
  });
  expect((await get(bk, '/v2/builds', token, 'POST')).status).toBe(404);
  expect((await get(bk, '/v2/organizations/acme/pipelines/app/builds/2', token)).body).toEqual({
    message: 'No build found',
  });
  expect((await get(bk, '/v2/organizations/acme/pipelines/app/builds/x', token)).body).toEqual({
    message: 'No build found',
  });
});
