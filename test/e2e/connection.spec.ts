import { eventually } from './setting/eventually.js';
import { keptTexts } from './setting/kept-texts.js';
import type { ConnectionReply, IntegrationReply, ProblemReply } from './setting/replies.js';
import { newSha, Scene } from './setting/scene.js';
import { Stage } from './setting/stage.js';

describe('connecting Buildkite', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.set();
  }, 60_000);

  afterAll(() => stage.clear(), 30_000);

  const open = () => Scene.open(stage.product, stage.buildkite);
  const add = (scene: Scene, token: string, label = 'QA') =>
    scene.api.connections<ConnectionReply & ProblemReply>('POST', '/connections', { body: { token, label } });
  const status = (scene: Scene) => scene.accept<IntegrationReply>(200, scene.api.connections('GET', ''));

  it('tells where a token is made before there is any connection', async () => {
    const scene = await open();
    const { connected, tokenUrl, connections } = await status(scene);
    expect({ connected, connections }).toEqual({ connected: false, connections: [] });
    expect(new URL(tokenUrl).searchParams.getAll('scopes[]').sort()).toEqual([
      'read_builds',
      'read_organizations',
      'read_pipelines',
      'read_user',
    ]);
  });

  it('adds a connection with a good token and shows what it opens, never the token', async () => {
    const scene = await open();
    const token = await scene.token();
    const { status: code, body, text, headers } = await add(scene, token.value);
    expect(code).toBe(201);
    expect(headers.get('location')).toContain(`/connections/${body.id}`);
    expect(body.buildkite.organizations).toMatchObject([{ slug: scene.buildkiteOrganization }]);
    expect(text).not.toContain(token.value);
    expect((await status(scene)).connections).toMatchObject([{ id: body.id, label: 'QA' }]);
    const inspected = await scene.api.connections<ConnectionReply>('GET', `/connections/${body.id}`);
    expect(inspected.body).toMatchObject({ id: body.id, defaultFor: [] });
    expect(inspected.text).not.toContain(token.value);
  });

  it('refuses tokens that would not work, says why, and stores nothing', async () => {
    const scene = await open();
    const organizations = [scene.buildkiteOrganization];
    const expired = await stage.buildkite.addToken({ organizations, expiresAt: '2026-02-01T00:00:00Z' });
    const poor = await stage.buildkite.addToken({ organizations, scopes: ['read_builds', 'read_user'] });
    const blind = await stage.buildkite.addToken({ organizations: [] });

    expect((await add(scene, 'bkua_unknown')).body).toMatchObject({ status: 422, code: 'token-rejected' });
    expect((await add(scene, expired.value)).status).toBe(422);
    const lacking = await add(scene, poor.value);
    expect(lacking.body).toMatchObject({ status: 422, code: 'scopes-missing' });
    expect(lacking.text).toContain('read_organizations');
    expect(lacking.text).toContain('read_pipelines');
    expect(lacking.text).not.toContain('read_user ');
    expect((await add(scene, blind.value)).body).toMatchObject({ status: 422, code: 'no-organization' });
    expect((await add(scene, 'bkaa_1234567890')).body).toMatchObject({
      status: 400,
      code: 'not-an-api-token',
    });
    expect((await status(scene)).connections).toEqual([]);
  });

  it('refuses a token and a label that are in use', async () => {
    const scene = await open();
    const token = await scene.token();
    await scene.connect('QA', token);
    expect((await add(scene, token.value, 'Other')).body).toMatchObject({
      status: 409,
      code: 'token-duplicate',
    });
    const other = await scene.token();
    expect((await add(scene, other.value, 'QA')).body).toMatchObject({
      status: 409,
      code: 'label-duplicate',
    });
    expect((await status(scene)).connections).toHaveLength(1);
  });

  it('says so when Buildkite does not answer, and stores nothing', async () => {
    const scene = await open();
    const token = await scene.token();
    await stage.buildkite.addFault(
      { kind: 'status', status: 502 },
      { match: { path: '/v2/access-token' }, times: 20 },
    );
    const reply = await stage.whileTimePasses(add(scene, token.value));
    await stage.buildkite.clearFaults();
    expect(reply.body).toMatchObject({ status: 503, code: 'buildkite-unavailable' });
    expect(reply.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await status(scene)).connections).toEqual([]);
  }, 60_000);

  it('applies an add with an Idempotency-Key once', async () => {
    const scene = await open();
    const token = await scene.token();
    const options = { headers: { 'idempotency-key': 'first' }, body: { token: token.value, label: 'QA' } };
    const first = await scene.api.connections<ConnectionReply>('POST', '/connections', options);
    const again = await scene.api.connections<ConnectionReply>('POST', '/connections', options);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.id).toBe(first.body.id);
    expect((await status(scene)).connections).toHaveLength(1);
  });

  it('refuses a default build server until the project has a code deployment', async () => {
    const scene = await open();
    await scene.accept(201, scene.api.deploys('POST', '/projects', { body: { name: 'Shop' } }));
    const { id: connection } = await scene.connect();
    const set = () =>
      scene.api.connections<ProblemReply>('PUT', '/default-build-servers/shop', { body: { connection } });
    const refused = await set();
    expect(refused.body).toMatchObject({ status: 409, code: 'code-deployment-unknown' });
    expect(refused.headers.get('retry-after')).toBe('1');
    await scene.addCodeDeployment();
    await eventually(async () => expect((await set()).status).toBe(200));
    expect((await scene.api.connections('GET', '/default-build-servers/shop')).body).toEqual({
      project: 'shop',
      connection,
    });
    expect((await scene.api.connections('DELETE', '/default-build-servers/shop')).status).toBe(204);
    expect((await scene.api.connections('GET', '/default-build-servers/shop')).status).toBe(404);
  });

  it('replaces a token by another good one only', async () => {
    const scene = await Scene.connected(stage.product, stage.buildkite);
    const path = `/connections/${scene.connection.id}/token`;
    expect((await scene.api.connections('PUT', path, { body: { token: 'bkua_unknown' } })).status).toBe(422);
    const fresh = await scene.token();
    expect((await scene.api.connections('PUT', path, { body: { token: fresh.value } })).status).toBe(200);
    const askedWith = async () => {
      const sha = newSha();
      await scene.snapshot((await scene.deploy(sha)).id);
      const requests = await stage.buildkite.requests({ path: scene.buildkiteOrganization, query: sha });
      return requests.map(({ token }) => token);
    };
    await eventually(async () => expect(await askedWith()).toEqual([fresh.label]));
    expect(await askedWith()).toEqual([fresh.label]);
  }, 60_000);

  it('forgets everything of the last connection that is removed', async () => {
    const scene = await Scene.connected(stage.product, stage.buildkite);
    const path = `/default-build-servers/shop/code-deployments/${scene.codeDeployment}`;
    await scene.accept(
      200,
      scene.api.connections('PUT', path, { body: { connection: scene.connection.id } }),
    );
    const before = await ciphertextsOf(stage.product.dataDir, scene.connection.id);
    expect(before).toBeGreaterThan(0);
    await scene.accept(204, scene.api.connections('DELETE', `/connections/${scene.connection.id}`));
    expect(await status(scene)).toMatchObject({
      connected: false,
      connections: [],
      defaultBuildServers: [],
      codeDeploymentBuildServers: [],
    });
    expect((await scene.api.connections('GET', `/connections/${scene.connection.id}`)).status).toBe(404);
    await eventually(async () => {
      expect(await ciphertextsOf(stage.product.dataDir, scene.connection.id)).toBe(0);
    });
  }, 60_000);

  it('removes all connections at once', async () => {
    const scene = await Scene.connected(stage.product, stage.buildkite);
    await scene.connect('Second');
    await scene.accept(204, scene.api.connections('DELETE', ''));
    expect(await status(scene)).toMatchObject({ connected: false, connections: [], defaultBuildServers: [] });
  });
});

/** In how many places of what the product keeps a vault entry of the connection can be found. */
async function ciphertextsOf(dataDir: string, connection: string): Promise<number> {
  const entry = new RegExp(`${connection}[^]{0,400}"ciphertext"|"ciphertext"[^]{0,400}${connection}`);
  let places = 0;
  for await (const { text } of keptTexts(dataDir)) if (entry.test(text)) places += 1;
  return places;
}
