import { acme } from '#libs/contracts/testing';
import { DeploysApi } from '../testing/deploys-api.js';
import { aShop } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';

const { sha, codeDeployment } = acme;
let yard: Yard;
let api: DeploysApi;

beforeEach(async () => {
  yard = await Yard.open();
  await aShop(yard);
  api = await DeploysApi.open(yard);
});
afterEach(async () => {
  await api.close();
  await yard.close();
});

const post = (changes: object = {}) => api.send('post', '/deploys', { codeDeployment, sha, ...changes });

describe('POST …/deploys', () => {
  it('answers 201 with the deploy and its address', async () => {
    const { status, body, headers } = await post();
    const { id } = body as { id: string };
    expect(status).toBe(201);
    expect(body).toEqual({
      id,
      project: 'shop',
      codeDeployment,
      environment: 'production',
      repository: acme.repository,
      sha,
      deployedAt: acme.deployedAt,
      registeredAt: acme.deployedAt,
      rollback: false,
    });
    expect(headers['location']).toBe(`/v1/organizations/acme/deploys/${id}`);
    expect((await api.send('get', `/deploys/${id}`, undefined, 'viewer')).body).toEqual(body);
  });

  it('answers 200 with the deploy that is there for a duplicate that is ignored', async () => {
    const { body } = await post();
    const again = await post({ ignoreIfDuplicate: true });
    expect(again.status).toBe(200);
    expect(again.body).toEqual(body);
  });

  it('reads times with any zone', async () => {
    const { body } = await post({ deployedAt: '2026-11-23T13:30:00.5+02:00' });
    expect(body).toMatchObject({ deployedAt: '2026-11-23T11:30:00.000Z' });
  });

  it.each([
    [404, 'code-deployment-not-found', { codeDeployment: 'nothing' }],
    [404, 'environment-not-found', { environment: 'nowhere' }],
    [400, 'branch-mismatch', { branch: 'release' }],
    [400, 'deploy-in-future', { deployedAt: '2026-11-23T12:05:01Z' }],
    [400, 'validation', { sha: 'abc' }],
    [400, 'validation', { deployedAt: 'yesterday' }],
    [400, 'unknown-field', { rollback: true }],
  ])('answers %d %s', async (status, code, changes) => {
    const answer = await post(changes);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ code });
    expect(await yard.stored('deploys-')).toEqual([]);
  });

  it('answers 400 for a duplicate', async () => {
    await post();
    const { status, body } = await post();
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'deploy-duplicate' });
  });

  it('is for deployers too, and not for viewers', async () => {
    const content = { codeDeployment, sha };
    expect((await api.send('post', '/deploys', content, 'viewer')).status).toBe(403);
    expect((await api.send('post', '/deploys', content, 'deployer')).status).toBe(201);
  });
});

describe('…/deploys', () => {
  it('are listed', async () => {
    await post();
    const { body } = await api.send('get', `/deploys?sha=${sha}&limit=1`);
    expect(body).toMatchObject({ items: [{ sha }], next: null });
  });

  it('are deleted by admins, and then not there', async () => {
    const { body } = await post();
    const path = `/deploys/${(body as { id: string }).id}`;
    expect((await api.send('delete', path, undefined, 'deployer')).status).toBe(403);
    expect((await api.send('delete', path)).status).toBe(204);
    for (const method of ['get', 'delete'] as const) {
      const { status, body: problem } = await api.send(method, path);
      expect(status).toBe(404);
      expect(problem).toMatchObject({ code: 'deploy-not-found' });
    }
  });
});
