import { signedDelivery, type SignedDelivery } from '#libs/buildkite/testing';
import { randomBytes } from 'node:crypto';
import { startBuildkiteStandIn, type RunningBuildkite } from '../standins/buildkite/testing/index.js';
import { testKey } from './setting/api-keys.js';
import { Api, type Reply, type RequestOptions } from './setting/api.js';
import { eventually } from './setting/eventually.js';
import { Product } from './setting/product.js';
import type { ConnectionReply } from './setting/replies.js';
import { newSha, Scene } from './setting/scene.js';
import { formsOf, tracesIn, tracesInData } from './setting/secret-traces.js';

const aToken = () => `bkua_${randomBytes(20).toString('hex')}`;

/** Nothing of the shape of a secret, so that nothing but its never being written keeps it out. */
const shapeless = () => `canary${randomBytes(12).toString('hex')}`;

describe('secrets', () => {
  let buildkite: RunningBuildkite;
  let product: Product;
  let scene: Scene;
  const vaultKey = randomBytes(32).toString('base64');
  const secrets = {
    'first token': aToken(),
    'token in use': aToken(),
    'token of a removed connection': aToken(),
    'unknown token': aToken(),
    'token with too few scopes': aToken(),
    'token while Buildkite is down': aToken(),
    'token used twice': aToken(),
    'text that is no token': shapeless(),
    'token in a wrong field': aToken(),
    'text in a wrong field': shapeless(),
    'token in an address': aToken(),
    'token in a query': aToken(),
    'wrong API key': `bsk_01234567_${randomBytes(32).toString('base64url')}`,
    'API key in a form': `bsk_76543210_${randomBytes(32).toString('base64url')}`,
    'shapeless API key': shapeless(),
    'token of a connection with webhooks': aToken(),
    'vault key': vaultKey,
    'token of a webhook': shapeless(),
  };
  /** Everything that was answered. */
  const replies: string[] = [];

  beforeAll(async () => {
    buildkite = await startBuildkiteStandIn({ clock: 'frozen', startAt: '2026-03-01T12:00:00Z' });
    product = await Product.start(buildkite, { VAULT_KEYS: `k1:${vaultKey}` });
    scene = await Scene.open(product, buildkite);
    await scene.addProject();
  }, 60_000);

  afterAll(async () => {
    await product.close();
    await buildkite.close();
  }, 60_000);

  async function noted<Body>(sent: Promise<Reply<Body>>): Promise<Reply<Body>> {
    const reply = await sent;
    replies.push(JSON.stringify([...reply.headers]), reply.text);
    return reply;
  }

  const connections = <Body = Record<string, unknown>>(
    method: string,
    path: string,
    options?: RequestOptions,
  ) => noted(scene.api.connections<Body>(method, path, options));
  const add = (token: string, label: string) =>
    connections<ConnectionReply>('POST', '/connections', { body: { token, label } });
  const known = (value: string, more: { readonly scopes?: readonly string[] } = {}) =>
    buildkite.addToken({ value, organizations: [scene.buildkiteOrganization], ...more });

  async function useTokens(): Promise<void> {
    await known(secrets['first token']);
    await known(secrets['token in use']);
    await known(secrets['token of a removed connection']);
    const { body: kept } = await add(secrets['first token'], 'label-that-may-be-seen');
    await scene.setDefaultBuildServer(kept.id);
    const path = `/connections/${kept.id}/token`;
    expect((await connections('PUT', path, { body: { token: secrets['token in use'] } })).status).toBe(200);
    const { body: removed } = await add(secrets['token of a removed connection'], 'Removed');
    expect((await connections('DELETE', `/connections/${removed.id}`)).status).toBe(204);
    for (const address of ['', '/connections', `/connections/${kept.id}`]) await connections('GET', address);
    const sha = newSha();
    await scene.addBuild({ commit: sha, createdAt: '-1h' });
    await scene.snapshot((await scene.deploy(sha)).id);
  }

  async function useTokensWrongly(): Promise<void> {
    expect((await add(secrets['unknown token'], 'Unknown')).status).toBe(422);
    await known(secrets['token with too few scopes'], { scopes: ['read_builds'] });
    expect((await add(secrets['token with too few scopes'], 'Poor')).status).toBe(422);
    await known(secrets['token used twice']);
    expect((await add(secrets['token used twice'], 'Once')).status).toBe(201);
    expect((await add(secrets['token used twice'], 'Twice')).status).toBe(409);
    expect((await add(secrets['text that is no token'], 'No token')).status).toBe(422);
    const body = {
      label: 'x',
      token: 5,
      [secrets['token in a wrong field']]: secrets['text in a wrong field'],
    };
    expect((await connections('POST', '/connections', { body })).status).toBe(400);
    const text = `{"token": "${secrets['text in a wrong field']}`;
    expect((await connections('POST', '/connections', { body: text })).status).toBe(400);
    expect((await connections('GET', `/connections/${secrets['token in an address']}`)).status).toBe(404);
    expect((await connections('GET', `/connections?token=${secrets['token in a query']}`)).status).toBe(400);
  }

  async function useTokenWhileBuildkiteFails(): Promise<void> {
    const { value } = await known(secrets['token while Buildkite is down']);
    for (const fault of [
      { kind: 'cut' },
      { kind: 'html' },
      { kind: 'status', status: 500, message: value },
    ] as const) {
      await buildkite.addFault(fault, { match: { path: '/v2/access-token' }, times: 20 });
      let isAnswered = false;
      const answer = add(value, 'Down').finally(() => (isAnswered = true));
      while (!isAnswered) await buildkite.turnClock(1_000);
      expect((await answer).status).toBe(503);
      await buildkite.clearFaults();
    }
  }

  async function useKeysWrongly(): Promise<void> {
    for (const key of [secrets['wrong API key'], secrets['shapeless API key']]) {
      const headers = { authorization: `Bearer ${key}` };
      expect((await connections('GET', '', { headers })).status).toBe(401);
      expect((await connections('GET', `?api_key=${key}`, { headers })).status).toBe(401);
    }
    const form = `sha=${newSha()}&api_key=${secrets['API key in a form']}`;
    const headers = { authorization: '', 'content-type': 'application/x-www-form-urlencoded' };
    const path = `/deployments/${scene.api.organization}/shop-api/register_deploy`;
    expect((await noted(scene.api.sleuth(path, { headers, body: form }))).status).toBe(401);
    const stranger = new Api('team-60', product.addresses);
    await noted(stranger.connections('GET', ''));
  }

  async function deliver(connection: string, { body, headers }: SignedDelivery): Promise<number> {
    const path = `/v1/webhooks/buildkite/${connection}`;
    const response = await fetch(product.addressOf(path) + path, { method: 'POST', headers, body });
    replies.push(await response.text());
    return response.status;
  }

  /** Makes webhook secrets, which are shown once; uses them rightly and wrongly. */
  async function useWebhooks(): Promise<Readonly<Record<string, string>>> {
    await known(secrets['token of a connection with webhooks']);
    const { body: connection } = await add(secrets['token of a connection with webhooks'], 'Webhooks');
    const made: Record<string, string> = {};
    for (const order of ['first', 'second', 'third']) {
      const path = `/connections/${connection.id}/webhook-secrets`;
      const { body } = await scene.api.connections<{ readonly secret: string }>('POST', path);
      made[`${order} webhook secret`] = body.secret;
      const ping = signedDelivery(body.secret, { event: 'ping', order }, await buildkite.now());
      await eventually(async () => expect(await deliver(connection.id, ping)).toBe(202));
      await connections('GET', `/connections/${connection.id}`);
    }
    const outdated = signedDelivery(made['first webhook secret'] ?? '', {}, await buildkite.now());
    const token = { 'x-buildkite-token': secrets['token of a webhook'] };
    expect(await deliver(connection.id, { ...outdated, headers: { ...outdated.headers, ...token } })).toBe(
      401,
    );
    return made;
  }

  it('are recognised in every form by this test', () => {
    const secret = 'bkua_a+b/c-and-some-more';
    for (const text of [
      `"${secret}"`,
      Buffer.from(`1${secret}2`).toString('base64'),
      Buffer.from(`12${secret}3`).toString('base64url'),
      Buffer.from(`123${secret}`).toString('base64'),
      new URLSearchParams({ token: secret }).toString(),
    ]) {
      expect(tracesIn(text, { it: secret })).toEqual(['it']);
    }
    expect(formsOf(secret).every((form) => form.length > 8)).toBe(true);
  });

  it('are in nothing that is answered, logged or kept', async () => {
    await useTokens();
    await useTokensWrongly();
    await useTokenWhileBuildkiteFails();
    await useKeysWrongly();
    const made = await useWebhooks();
    for (const path of ['/metrics', '/dead-letters', '/health/ready']) {
      replies.push(await (await fetch(product.management + path)).text());
    }
    const all = {
      ...secrets,
      ...made,
      ...Object.fromEntries(
        (['admin', 'deployer', 'viewer'] as const).map((role) => [
          role,
          testKey(scene.api.organization, role),
        ]),
      ),
    };
    expect(tracesIn(replies.join('\n'), all)).toEqual([]);
    expect(await tracesInData(product.dataDir, all)).toEqual([]);
    await product.program.stop();
    expect(await tracesInData(product.dataDir, all)).toEqual([]);
    expect(tracesIn(product.output, all)).toEqual([]);

    const seen = { label: 'label-that-may-be-seen' };
    expect(tracesIn(replies.join('\n'), seen)).toEqual(['label']);
    expect(await tracesInData(product.dataDir, seen)).toEqual(
      expect.arrayContaining(['bus: label', 'events: label']),
    );
    expect(product.output).toContain('"level"');
  }, 120_000);
});
