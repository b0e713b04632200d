import { acme } from '#libs/contracts/testing';
import request from 'supertest';
import { DeploysApi, type Answer } from '../testing/deploys-api.js';
import { aShop } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';

const { sha } = acme;
const path = '/api/1/deployments/acme/shop-web/register_deploy';
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

interface Post {
  readonly to?: string;
  readonly type?: 'json' | 'form';
  readonly authorization?: string | null;
}

async function post(fields: object, { to = path, type = 'json', authorization }: Post = {}): Promise<Answer> {
  const sent = request(api.app.getHttpServer()).post(to).type(type);
  const value = authorization === undefined ? `apikey ${api.keys.deployer}` : authorization;
  const answer: Answer = await (value === null ? sent : sent.set('Authorization', value)).send(fields);
  return answer;
}

const registered = async () => (await yard.stored('deploys-')).map(({ data }) => data);

describe('register_deploy', () => {
  it.each(['json', 'form'] as const)('takes a deploy as %s and answers Success', async (type) => {
    const { status, text, headers } = await post({ sha, environment: 'staging' }, { type });
    expect([status, text]).toEqual([200, 'Success']);
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(await registered()).toMatchObject([{ sha, environment: 'staging', codeDeployment: 'shop-web' }]);
  });

  it.each([
    '/api/1/deployments/acme/shop-web/register_deploy',
    '/api/1/deployments/acme/shop-web/register-deploy',
    '/api/1/acme/shop-web/register_deploy',
    '/api/1/acme/shop-web/register-deploy',
  ])('is there at %s', async (to) => {
    expect((await post({ sha }, { to })).status).toBe(200);
  });

  it('takes the key in the body, as older clients send it', async () => {
    const { status } = await post({ sha, api_key: api.keys.deployer }, { authorization: null });
    expect(status).toBe(200);
    expect(JSON.stringify(await yard.stored('deploys-'))).not.toContain(api.keys.deployer);
  });

  it('reads empty fields as fields that are not there, and takes fields of other features', async () => {
    const fields = { sha, environment: '', branch: '', date: '', email: '', tags: '#web', links: '' };
    expect((await post(fields, { type: 'form' })).text).toBe('Success');
    expect(await registered()).toMatchObject([{ environment: 'production', deployedAt: acme.deployedAt }]);
  });

  it('reads a date without a zone as UTC', async () => {
    await post({ sha, date: '2026-11-23T09:17:02' });
    expect(await registered()).toMatchObject([{ deployedAt: '2026-11-23T09:17:02.000Z' }]);
  });
});

describe('register_deploy refuses in plain text', () => {
  it.each([
    [401, 'a code deployment that is not there', { sha }, '/api/1/acme/nothing/register_deploy'],
    [400, 'an environment that is not there', { sha, environment: 'nowhere' }, path],
    [400, 'another branch', { sha, branch: 'release' }, path],
    [400, 'a deploy in the future', { sha, date: '2026-11-24T12:00:00Z' }, path],
    [400, 'a short SHA', { sha: sha.slice(0, 8) }, path],
    [400, 'no SHA', {}, path],
  ])('with %d %s', async (expected, _what, fields, to) => {
    const { status, text, headers } = await post(fields, { to });
    expect(status).toBe(expected);
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(text).toMatch(/\S/);
    expect(await registered()).toEqual([]);
  });

  it('a duplicate, unless it is to be ignored', async () => {
    await post({ sha });
    expect((await post({ sha })).status).toBe(400);
    const ignored = await post({ sha, ignore_if_duplicate: 'true' }, { type: 'form' });
    expect([ignored.status, ignored.text]).toEqual([200, 'Success']);
    expect(await registered()).toHaveLength(1);
  });

  it('who has no key, or one of another kind', async () => {
    expect((await post({ sha }, { authorization: null })).status).toBe(401);
    expect((await post({ sha }, { authorization: 'apikey nonsense' })).status).toBe(401);
    expect((await post({ sha }, { authorization: `apikey ${api.keys.viewer}` })).status).toBe(403);
    expect(await registered()).toEqual([]);
  });
});
