import type { AddedToken } from '../standins/buildkite/testing/index.js';
import { eventually } from './setting/eventually.js';
import type { ConnectionReply, IntegrationReply } from './setting/replies.js';
import { newSha, Scene } from './setting/scene.js';
import { Stage } from './setting/stage.js';

const readingBuilds = ['read_builds', 'read_organizations', 'read_pipelines', 'read_user'];

describe('the health of a connection', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.set();
  }, 60_000);

  afterAll(() => stage.clear(), 30_000);

  /** A team whose connection is polled, with the token that it is polled with. */
  async function polled() {
    const scene = await Scene.open(stage.product, stage.buildkite);
    await scene.addProject();
    const token = await scene.token();
    const connection = await scene.connect('Buildkite', token);
    await scene.setDefaultBuildServer(connection.id);
    await eventually(async () => expect(await polls(scene)).toBeGreaterThan(0));
    return { scene, connection, token };
  }

  async function polls({ buildkiteOrganization }: Scene, token?: AddedToken): Promise<number> {
    const requests = await stage.buildkite.requests({ path: buildkiteOrganization, query: 'finished_from' });
    return requests.filter(({ token: label }) => !token || label === token.label).length;
  }

  async function attention(scene: Scene): Promise<readonly string[]> {
    const { needsAttention } = await scene.accept<IntegrationReply>(200, scene.api.connections('GET', ''));
    return needsAttention.map(({ code }) => code);
  }

  /** Resolves when these codes, and no others, need attention, a minute of polling after the other. */
  const needs = (scene: Scene, ...codes: readonly string[]) =>
    eventually(async () => {
      await stage.pass(1);
      expect(await attention(scene)).toEqual(codes);
    });

  it('tells an admin of a token that was revoked until it is replaced, and polling goes on then', async () => {
    const { scene, connection, token } = await polled();
    expect(await attention(scene)).toEqual([]);

    await stage.buildkite.changeToken(token.label, { revoked: true });
    await needs(scene, 'token-rejected');
    const path = `/connections/${connection.id}`;
    const { health } = await scene.accept<ConnectionReply>(200, scene.api.connections('GET', path));
    expect(health).toMatchObject({ state: 'token-rejected', problems: [{ code: 'token-rejected' }] });
    const before = await polls(scene);
    await stage.pass(3);
    expect(await polls(scene)).toBe(before);

    const next = await scene.token();
    await scene.accept(200, scene.api.connections('PUT', `${path}/token`, { body: { token: next.value } }));
    await eventually(async () => expect(await attention(scene)).toEqual([]));
    await eventually(async () => expect(await polls(scene, next)).toBeGreaterThan(0));
    const sha = newSha();
    await scene.addBuild({ commit: sha, createdAt: '-10m' });
    expect((await scene.snapshot((await scene.deploy(sha)).id)).builds).toHaveLength(1);
    expect(await attention(scene)).toEqual([]);
  }, 60_000);

  it('tells of a scope that is missing until it is given back, and of nothing once the connection is removed', async () => {
    const { scene, connection, token } = await polled();
    await stage.buildkite.changeToken(token.label, { scopes: readingBuilds.slice(1) });
    await needs(scene, 'scope-missing');
    await stage.buildkite.changeToken(token.label, { scopes: readingBuilds });
    await needs(scene);
    await stage.buildkite.changeToken(token.label, { scopes: readingBuilds.slice(1) });
    await needs(scene, 'scope-missing');
    await scene.accept(204, scene.api.connections('DELETE', `/connections/${connection.id}`));
    expect(await attention(scene)).toEqual([]);
  }, 60_000);
});
