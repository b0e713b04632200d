import type { INestApplication } from '@nestjs/common';
import { signedDelivery, webhookJson } from '#libs/buildkite/testing';
import {
  aCodeDeploymentAdded,
  aConnectionAdded,
  aConnectionWebhookSecretMade,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { DOCUMENTS, Secret, VAULT } from '#libs/platform';
import { edgeApplication, issueTestKeys, ManualClock } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { Registry } from 'prom-client';
import request from 'supertest';
import { Collectors } from '../collection/collectors.js';
import { KnownConnections } from '../connection/known-connections.js';
import { builds } from '../index.js';
import { KnownRepositories } from '../repository/known-repositories.js';
import { CheckDelivery } from './check-delivery.js';
import { Hints } from './hints.js';
import { KnownSecrets } from './known-secrets.js';
import { RecentDeliveries } from './recent-deliveries.js';
import { TakeDelivery } from './take-delivery.js';
import { WebhookController } from './webhook.controller.js';
import { WebhookDeliveries } from './webhook-deliveries.js';
import { WebhookMetrics } from './webhook-metrics.js';

const noon = '2026-11-23T12:00:00.000Z';
const secret = 'a secret of the admin';
const build = {
  number: 7,
  url: 'https://api.buildkite.com/v2/organizations/acme-inc/pipelines/shop/builds/7',
};
const finished = webhookJson('build.finished', build, {
  slug: 'shop',
  repository: 'git@github.com:acme/shop.git',
});

describe('POST /v1/webhooks/buildkite/:connection', () => {
  const documents = temporaryDocuments(builds.collections);
  const metrics = new Registry();
  const { keys, entries } = issueTestKeys('acme');
  const stored = new Map<string, Secret>();
  let app: INestApplication<Server>;
  let connection: string;

  beforeAll(async () => {
    app = await edgeApplication({
      controllers: [WebhookController],
      providers: [
        { provide: DOCUMENTS, useValue: documents() },
        { provide: VAULT, useValue: { get: async (...place: string[]) => stored.get(place.join('/')) } },
        { provide: Collectors, useValue: { hinted: () => undefined } },
        KnownConnections,
        KnownRepositories,
        KnownSecrets,
        CheckDelivery,
        TakeDelivery,
        RecentDeliveries,
        WebhookDeliveries,
        WebhookMetrics,
        Hints,
      ],
      apiKeys: entries,
      clock: new ManualClock(noon),
      metrics,
    });
    await app.get(KnownRepositories).remember([aCodeDeploymentAdded()]);
  });

  afterAll(() => app.close());

  beforeEach(async () => {
    metrics.resetMetrics();
    connection = randomUUID();
    const made = aConnectionWebhookSecretMade({ connection });
    stored.set(`acme/${connection}/${made.data.secretVersion}`, new Secret(secret));
    const server = aDefaultBuildServerSet({ connection });
    await app.get(KnownConnections).remember([aConnectionAdded({ connection }), server]);
    await app.get(KnownSecrets).remember([made]);
  });

  interface Reply {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Readonly<Record<string, unknown>>;
  }

  async function post(
    body: string | Buffer,
    headers: Readonly<Record<string, string>>,
    to = connection,
  ): Promise<Reply> {
    return request(app.getHttpServer()).post(`/v1/webhooks/buildkite/${to}`).set(headers).send(body);
  }

  const deliver = (json: unknown = finished, headers: Readonly<Record<string, string>> = {}) => {
    const signed = signedDelivery(secret, json, noon);
    return post(signed.body, { ...signed.headers, ...headers });
  };
  const counted = async () => {
    const found = await metrics.getSingleMetric('builds_webhook_deliveries_total')?.get();
    return found?.values.map(({ labels, value }) => [labels['outcome'], value]);
  };
  const hints = () => app.get(Hints).of(connection, 10);

  it('accepts what Buildkite signed, without a key', async () => {
    const { status, body } = await deliver();
    expect({ status, body }).toEqual({
      status: 202,
      body: { outcome: 'noted', detail: 'The build is looked at again.' },
    });
    expect(await hints()).toHaveLength(1);
    expect(await counted()).toEqual([['noted', 1]]);
  });

  it('accepts a repeat, which does nothing', async () => {
    const [first, second] = [await deliver(), await deliver()];
    expect([first.body['outcome'], second.body['outcome']]).toEqual(['noted', 'repeated']);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(await hints()).toHaveLength(1);
  });

  it.each([
    ['a ping', { event: 'ping' }, 'ping'],
    ['an event that nobody knows', { ...finished, event: 'foo.bar' }, 'event-ignored'],
    ['an event of an agent', { event: 'agent.connected', agent: {} }, 'event-ignored'],
  ])('accepts %s and drops it', async (_what, json, outcome) => {
    const { status, body } = await deliver(json);
    expect([status, body['outcome']]).toEqual([202, outcome]);
    expect(await hints()).toEqual([]);
    expect(await counted()).toEqual([[outcome, 1]]);
  });

  it('takes the event from the header where the body has none', async () => {
    const { event: _, ...old } = finished;
    const { body } = await deliver(old, { 'x-buildkite-event': 'build.finished' });
    expect(body['outcome']).toBe('noted');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', ''])(
    'takes the bytes whatever their type is called: %j',
    async (type) => {
      const { status } = await deliver(finished, { 'content-type': type });
      expect(status).toBe(202);
    },
  );

  it('takes a body of exactly 1 MiB and refuses one byte more', async () => {
    const shell = JSON.stringify({ event: 'ping', filler: '' }).length;
    const ofBytes = (bytes: number) => ({ event: 'ping', filler: 'x'.repeat(bytes - shell) });
    expect((await deliver(ofBytes(1024 * 1024))).status).toBe(202);
    const { status, body } = await deliver(ofBytes(1024 * 1024 + 1));
    expect([status, body['code']]).toEqual([413, 'payload-too-large']);
  });

  it('refuses a body that unpacks to more than 1 MiB', async () => {
    const { headers } = signedDelivery(secret, 'x', noon);
    const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024));
    const { status } = await post(bomb, {
      ...headers,
      'content-type': 'application/octet-stream',
      'content-encoding': 'gzip',
    });
    expect(status).toBe(413);
  });

  it.each(['', 'no json', '[]', 'null', '{"event":'])('refuses %j, though it is signed', async (text) => {
    const { status, body } = await deliver(text);
    expect([status, body['code']]).toEqual([400, 'malformed-json']);
    expect(await counted()).toEqual([['not-json', 1]]);
  });

  describe('refuses, in the same words,', () => {
    const { body: text, headers: good } = signedDelivery(secret, finished, noon);
    const signature = good['x-buildkite-signature'] ?? '';
    const withSignature = (value: string) => ({ ...good, 'x-buildkite-signature': value });
    const signedAt = (time: string) => signedDelivery(secret, finished, `2026-11-23T${time}Z`).headers;

    it.each([
      ['no signature', 'signature-missing', text, { 'content-type': 'application/json' }],
      ['a garbled one', 'signature-malformed', text, withSignature('garbled')],
      ['an upper-case one', 'signature-malformed', text, withSignature(signature.toUpperCase())],
      ['a short one', 'signature-malformed', text, withSignature(signature.slice(0, -1))],
      ['a long one', 'signature-malformed', text, withSignature(`${signature}0`)],
      ['a wrong one', 'signature-wrong', text, withSignature(signature.replace(/.{64}$/, '0'.repeat(64)))],
      ['an old one', 'signature-untimely', text, signedAt('11:54:59')],
      ['one of the future', 'signature-untimely', text, signedAt('12:05:01')],
      ['one of another secret', 'signature-wrong', text, signedDelivery('other', finished, noon).headers],
      ['a re-serialised body', 'signature-wrong', JSON.stringify(finished, null, 1), good],
      ['a truncated body', 'signature-wrong', text.slice(0, -1), good],
    ])('%s', async (_what, reason, body, headers) => {
      const { status, body: problem, headers: answered } = await post(body, headers);
      expect(status).toBe(401);
      expect(problem['code']).toBe('signature-invalid');
      expect(answered['www-authenticate']).toBe('Buildkite-Signature');
      expect(answered['content-type']).toMatch(/^application\/problem\+json/);
      expect(await counted()).toEqual([[reason, 1]]);
      expect(await hints()).toEqual([]);
    });

    it.each([
      ['a connection that nobody knows', randomUUID(), 'connection-unknown'],
      ['a name that is none', 'nonsense', 'connection-unknown'],
    ])('%s', async (_what, to, reason) => {
      const unknown = await post(text, good, to);
      const wrong = await post(text, signedDelivery('other', finished, noon).headers);
      expect(unknown.status).toBe(401);
      expect({ ...unknown.body, instance: '' }).toEqual({ ...wrong.body, instance: '' });
      expect(await counted()).toEqual([
        [reason, 1],
        ['signature-wrong', 1],
      ]);
    });

    it('a connection without a secret', async () => {
      const bare = randomUUID();
      await app.get(KnownConnections).remember([aConnectionAdded({ connection: bare })]);
      expect((await post(text, good, bare)).status).toBe(401);
      expect(await counted()).toEqual([['secret-missing', 1]]);
    });

    it('an API key, whatever its role', async () => {
      for (const key of Object.values(keys)) {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
        expect((await post(text, headers)).status).toBe(401);
      }
    });

    it.each([
      ['the secret', secret],
      ['something else', 'token'],
      ['nothing', ''],
    ])('a token that is %s, alone and beside every bad signature', async (_what, token) => {
      const stale = signedAt('11:00:00')['x-buildkite-signature'] ?? '';
      for (const bad of [undefined, '', 'garbled', signature.slice(0, -1), secret, stale]) {
        const headers = {
          'content-type': 'application/json',
          'x-buildkite-event': 'build.finished',
          'x-buildkite-token': token,
          ...(bad !== undefined && { 'x-buildkite-signature': bad }),
        };
        const { status, body } = await post(text, headers);
        expect([bad, status, body['code']]).toEqual([bad, 401, 'signature-invalid']);
      }
      expect(await hints()).toEqual([]);
    });

    it('a signature that comes twice', async () => {
      const twice = [signature, signature] as unknown as string;
      const { status } = await post(text, { ...good, 'x-buildkite-signature': twice });
      expect(status).toBe(401);
    });
  });

  it('goes by the signature when a token comes with it', async () => {
    expect((await deliver(finished, { 'x-buildkite-token': 'anything' })).status).toBe(202);
  });

  it('has no other methods', async () => {
    const { status } = await request(app.getHttpServer()).get(`/v1/webhooks/buildkite/${connection}`);
    expect(status).toBe(405);
  });
});
