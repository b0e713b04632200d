import { testKey } from './setting/api-keys.js';
import type { DeployReply, ProblemReply } from './setting/replies.js';
import { newSha, Scene } from './setting/scene.js';
import { Stage } from './setting/stage.js';

describe('registering deploys', () => {
  let stage: Stage;
  let scene: Scene;

  beforeAll(async () => {
    stage = await Stage.set();
    scene = await Scene.open(stage.product, stage.buildkite);
    await scene.addProject();
  }, 60_000);

  afterAll(() => stage.clear(), 30_000);

  const register = (body: Record<string, unknown>, role?: 'admin' | 'deployer' | 'viewer') =>
    scene.api.deploys<DeployReply & ProblemReply>('POST', '/deploys', {
      body: { codeDeployment: scene.codeDeployment, ...body },
      ...(role && { role }),
    });

  const viaSleuth = (fields: Record<string, string>, json = false) =>
    scene.api.sleuth(`/deployments/${scene.api.organization}/${scene.codeDeployment}/register_deploy`, {
      headers: {
        'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
        authorization: '',
      },
      body: json
        ? JSON.stringify({ api_key: testKey(scene.api.organization, 'deployer'), ...fields })
        : new URLSearchParams({ api_key: testKey(scene.api.organization, 'deployer'), ...fields }).toString(),
    });

  it('keeps what was registered and shows it at once', async () => {
    const sha = newSha();
    const deployedAt = new Date(Date.parse(await stage.buildkite.now()) - 60_000).toISOString();
    const { status, body: deploy, headers } = await register({ sha: sha.toUpperCase(), deployedAt });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/organizations/${scene.api.organization}/deploys/${deploy.id}`);
    expect(deploy).toMatchObject({
      project: 'shop',
      codeDeployment: 'shop-api',
      environment: 'production',
      repository: `github.com/${scene.buildkiteOrganization}/shop`,
      sha,
      deployedAt,
      rollback: false,
    });
    expect((await scene.api.deploys('GET', `/deploys/${deploy.id}`)).body).toEqual(deploy);
    const { body } = await scene.api.deploys<{ items: DeployReply[] }>('GET', `/deploys?sha=${sha}`);
    expect(body.items).toEqual([deploy]);
  });

  it('calls the newest SHA again a duplicate, and an earlier one a rollback', async () => {
    const [first, second] = [newSha(), newSha()];
    expect((await register({ sha: first, environment: 'staging' })).status).toBe(201);
    await stage.pass(1);
    const { body: newest } = await register({ sha: second, environment: 'staging' });
    expect((await register({ sha: second, environment: 'staging' })).body).toMatchObject({
      status: 400,
      code: 'deploy-duplicate',
    });
    const ignored = await register({ sha: second, environment: 'staging', ignoreIfDuplicate: true });
    expect([ignored.status, ignored.body.id]).toEqual([200, newest.id]);
    await stage.pass(1);
    const { body: rollback } = await register({ sha: first, environment: 'staging' });
    expect(rollback).toMatchObject({ sha: first, rollback: true });
  });

  it('applies a command with an Idempotency-Key once', async () => {
    const sha = newSha();
    const options = {
      headers: { 'idempotency-key': sha },
      body: { codeDeployment: scene.codeDeployment, sha },
    };
    const first = await scene.api.deploys<DeployReply>('POST', '/deploys', options);
    const again = await scene.api.deploys<DeployReply>('POST', '/deploys', options);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    const elsewhere = { ...options, body: { ...options.body, environment: 'staging' } };
    expect((await scene.api.deploys('POST', '/deploys', elsewhere)).body).toMatchObject({ status: 409 });
    const other = { ...options, body: { ...options.body, sha: newSha() } };
    expect((await scene.api.deploys('POST', '/deploys', other)).body).toMatchObject({
      status: 409,
      code: 'idempotency-key-reused',
    });
  });

  it('lists deploys, newest first, page by page', async () => {
    const other = await Scene.open(stage.product, stage.buildkite);
    await other.addProject();
    const shas = [];
    for (let index = 0; index < 5; index += 1) {
      shas.unshift((await other.deploy(newSha())).sha);
      await stage.pass(1);
    }
    const seen: string[] = [];
    let after = '';
    do {
      const page = await other.api.deploys<{ items: DeployReply[]; next: string | null }>(
        'GET',
        `/deploys?limit=2${after}`,
      );
      expect(page.status).toBe(200);
      seen.push(...page.body.items.map(({ sha }) => sha));
      after = page.body.next === null ? '' : `&after=${encodeURIComponent(page.body.next)}`;
    } while (after !== '');
    expect(seen).toEqual(shas);
  });

  it('deletes a deploy', async () => {
    const { body: deploy } = await register({ sha: newSha() });
    expect((await scene.api.deploys('DELETE', `/deploys/${deploy.id}`)).status).toBe(204);
    expect((await scene.api.deploys('GET', `/deploys/${deploy.id}`)).status).toBe(404);
    expect((await scene.api.deploys('GET', `/deploys/${deploy.id}/builds`)).status).toBe(404);
    expect((await scene.api.deploys('DELETE', `/deploys/${deploy.id}`)).status).toBe(404);
  });

  it.each(['form', 'json'] as const)("speaks Sleuth's own contract, as %s", async (kind) => {
    const isJson = kind === 'json';
    const sha = newSha();
    const success = await viaSleuth({ sha, environment: '', date: '2026-03-01T11:00:00.847317' }, isJson);
    expect([success.status, success.text]).toEqual([200, 'Success']);
    const { body } = await scene.api.deploys<{ items: DeployReply[] }>('GET', `/deploys?sha=${sha}`);
    expect(body.items).toMatchObject([{ environment: 'production', deployedAt: '2026-03-01T11:00:00.000Z' }]);
    for (const [fields, fault] of [
      [{}, /sha/i],
      [{ sha: 'abc1234' }, /full/i],
      [{ sha: newSha(), date: 'yesterday' }, /date/i],
      [{ sha: newSha(), environment: 'moon' }, /environment/i],
      [{ sha: newSha(), email: 'nobody' }, /e-?mail/i],
    ] as const) {
      const refused = await viaSleuth(fields, isJson);
      expect(refused.status).toBe(400);
      expect(refused.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(refused.text).toMatch(fault);
    }
    expect((await viaSleuth({ sha, api_key: 'wrong' }, isJson)).status).toBe(401);
  });

  it("takes a duplicate from Sleuth's clients as they expect", async () => {
    const sha = newSha();
    await stage.pass(1);
    expect((await viaSleuth({ sha })).status).toBe(200);
    expect((await viaSleuth({ sha })).status).toBe(400);
    expect((await viaSleuth({ sha, ignore_if_duplicate: 'true' })).text).toBe('Success');
  });

  it('lets a deployer register deploys and do nothing else, a viewer only read', async () => {
    const sha = newSha();
    expect((await register({ sha }, 'viewer')).status).toBe(403);
    const { status, body: deploy } = await register({ sha }, 'deployer');
    expect(status).toBe(201);
    expect((await scene.api.deploys('GET', `/deploys/${deploy.id}`, { role: 'viewer' })).status).toBe(200);
    for (const role of ['viewer', 'deployer'] as const) {
      expect((await scene.api.deploys('DELETE', `/deploys/${deploy.id}`, { role })).status).toBe(403);
      expect((await scene.api.deploys('POST', '/projects', { role, body: { name: 'X' } })).status).toBe(403);
      expect((await scene.api.connections('DELETE', '', { role })).status).toBe(403);
    }
  });

  it('does not show one organization the deploys of another', async () => {
    const { body: deploy } = await register({ sha: newSha() });
    const stranger = await Scene.open(stage.product, stage.buildkite);
    const unknown = await stranger.api.deploys<ProblemReply>(
      'GET',
      '/deploys/0b1e5d5c-0000-4000-8000-000000000000',
    );
    const foreign = await stranger.api.deploys<ProblemReply>('GET', `/deploys/${deploy.id}`);
    const throughPath = await stranger.api.raw<ProblemReply>(
      'GET',
      `/v1/organizations/${scene.api.organization}/deploys/${deploy.id}`,
    );
    expect([unknown.status, foreign.status, throughPath.status]).toEqual([404, 404, 404]);
    expect(foreign.body.code).toBe(unknown.body.code);
  });
});
