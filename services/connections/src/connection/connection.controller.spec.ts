import { temporaryDocuments } from '#libs/documents/testing';
import { knownHealth } from '../connection-health/known-health.js';
import { knownCodeDeployments } from '../known-code-deployments/known-code-deployments.js';
import { ConnectionsApi } from '../testing/connections-api.js';
import { Desk } from '../testing/desk.js';

const documents = temporaryDocuments([knownCodeDeployments, knownHealth]);
let desk: Desk;
let api: ConnectionsApi;

beforeEach(async () => {
  desk = await Desk.open();
  api = await ConnectionsApi.open(desk, documents());
});
afterEach(async () => {
  await api.close();
  await desk.close();
});

interface Shown {
  readonly id: string;
  readonly label: string;
}
interface Listed {
  readonly items: readonly Shown[];
  readonly next: string | null;
}

async function add(label: string): Promise<Shown> {
  const { value: token } = await desk.buildkite.addToken();
  const { status, body } = await api.send('post', '/connections', { label, token });
  expect(status).toBe(201);
  await desk.clock.advance(1_000);
  return body as Shown;
}

async function page(query: string): Promise<Listed> {
  const { status, body } = await api.send('get', `/connections${query}`);
  expect(status).toBe(200);
  return body as Listed;
}

describe('POST …/connections', () => {
  it('answers with the connection and its address, and with nothing of the token', async () => {
    const { value: token } = await desk.buildkite.addToken();
    const { status, body, headers, text } = await api.send('post', '/connections', { label: 'QA', token });
    expect(status).toBe(201);
    expect(body).toMatchObject({ label: 'QA', addedAt: '2026-03-01T12:00:00.000Z' });
    expect(headers['location']).toBe(
      `/v1/organizations/acme/integrations/buildkite/connections/${(body as Shown).id}`,
    );
    expect(text).not.toContain(token.slice(5));
  });

  it('answers with a problem when Buildkite refuses the token', async () => {
    const token = `bkua_${'0'.repeat(40)}`;
    const { status, body, text } = await api.send('post', '/connections', { label: 'QA', token });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'token-rejected' });
    expect(text).not.toContain(token.slice(5));
    expect(await page('')).toEqual({ items: [], next: null });
  });

  it('answers 409 for a label that is taken', async () => {
    await add('QA');
    const { value: token } = await desk.buildkite.addToken();
    const { status, body } = await api.send('post', '/connections', { label: 'QA', token });
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'label-duplicate' });
  });

  it.each([
    ['no token', { label: 'QA' }],
    ['no label', { token: 'bkua_1' }],
    ['a token that is no text', { label: 'QA', token: 7 }],
    ['a field that is none', { label: 'QA', token: 'bkua_1', organization: 'globex' }],
  ])('answers 400 for %s', async (_what, body) => {
    const answer = await api.send('post', '/connections', body);
    expect(answer.status).toBe(400);
    expect(await desk.buildkite.requestTotal()).toBe(0);
  });

  it.each(['viewer', 'deployer'] as const)('is not for a %s', async (role) => {
    const { status } = await api.send('post', '/connections', { label: 'QA', token: 'bkua_1' }, role);
    expect(status).toBe(403);
  });
});

describe('GET …/connections', () => {
  it('lists all, oldest first, a page at a time', async () => {
    for (const label of ['one', 'two', 'three']) await add(label);
    const first = await page('?limit=2');
    expect(first.items.map(({ label }) => label)).toEqual(['one', 'two']);
    const second = await page(`?limit=2&after=${first.next}`);
    expect(second.items.map(({ label }) => label)).toEqual(['three']);
    expect(second.next).toBeNull();
  });

  it('has no next page when the last one is full', async () => {
    await add('one');
    expect((await page('?limit=1')).next).toBeNull();
  });

  it('goes on behind a connection that was removed meanwhile', async () => {
    await add('one');
    const two = await add('two');
    await add('three');
    const { next } = await page('?limit=2');
    expect((await api.send('delete', `/connections/${two.id}`)).status).toBe(204);
    const { items } = await page(`?limit=2&after=${next}`);
    expect(items.map(({ label }) => label)).toEqual(['three']);
  });

  it('refuses a cursor of another list', async () => {
    const { status, body } = await api.send('get', '/connections?after=bm90aGluZw.abc');
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid-cursor' });
  });
});

describe('…/connections/:connection', () => {
  it('shows one with what it is used for, to a viewer too', async () => {
    const { id } = await add('QA');
    const { status, body } = await api.send('get', `/connections/${id}`, undefined, 'viewer');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      defaultFor: [],
      buildServerFor: [],
      health: { state: 'healthy', problems: [] },
    });
  });

  it('takes another token', async () => {
    const { id } = await add('QA');
    const { value: token } = await desk.buildkite.addToken();
    const { status, body } = await api.send('put', `/connections/${id}/token`, { token });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, tokenReplacedAt: '2026-03-01T12:00:01.000Z' });
    expect((await desk.vault.list()).map(({ connection }) => connection)).toEqual([id]);
  });

  it('is removed', async () => {
    const { id } = await add('QA');
    expect((await api.send('delete', `/connections/${id}`)).status).toBe(204);
    expect((await api.send('get', `/connections/${id}`)).status).toBe(404);
    expect(desk.vault.versions()).toEqual([]);
  });

  it.each([
    ['get', ''],
    ['delete', ''],
    ['put', '/token'],
  ] as const)('answers %s%s with 404 when there is none', async (method, path) => {
    const body = method === 'put' ? { token: 'bkua_0123' } : undefined;
    const answer = await api.send(method, `/connections/00000000-0000-4000-8000-000000000000${path}`, body);
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'connection-not-found' });
  });
});
