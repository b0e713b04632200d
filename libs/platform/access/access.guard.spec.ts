import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';
import request from 'supertest';
import { edgeApplication, issueTestKeys, ManualClock } from '../testing/index.js';
import { rawRequest } from '../testing/raw-request.js';
import { exampleControllers } from '../testing/things.controller.js';
import type { Role } from './caller.js';

const things = '/v1/organizations/acme/things';
const acme = issueTestKeys('acme');
const other = issueTestKeys('other');
const wrongKey = `bsk_00000000_${'a'.repeat(43)}`;
const clock = new ManualClock();
let app: INestApplication<Server>;

beforeEach(async () => {
  const apiKeys = [...acme.entries, ...other.entries];
  app = await edgeApplication({ controllers: exampleControllers, apiKeys, clock });
});
afterEach(() => app.close());

const server = () => request(app.getHttpServer());

describe('a route', () => {
  it.each([
    ['nothing', undefined],
    ['a scheme without key', 'Bearer'],
    ['something else', 'Bearer x'],
    ['another scheme', 'Basic YTpi'],
    ['a wrong key', `Bearer ${wrongKey}`],
    ['a key in a scheme that is not for this route', `apikey ${acme.keys.admin}`],
    ['a key without scheme', acme.keys.admin],
  ])('turns away who shows %s', async (_, header) => {
    const call = server().get(things);
    const answer = await (header === undefined ? call : call.set('Authorization', header));
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
  });

  it('asks the same of HEAD as of GET', async () => {
    expect((await server().head(things)).status).toBe(401);
    expect((await server().head(things).auth(acme.keys.viewer, { type: 'bearer' })).status).toBe(200);
  });

  it('is refused when the key comes twice', async () => {
    const line = `Authorization: Bearer ${acme.keys.viewer}\r\n`;
    const answer = await rawRequest(
      app.getHttpServer(),
      `GET ${things} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${line}${line}\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*"code":"repeated-header"/s);
  });

  it.each<[Role, string, 'get' | 'post' | 'delete', number]>([
    ['viewer', things, 'get', 200],
    ['admin', things, 'get', 200],
    ['deployer', things, 'get', 403],
    ['admin', `${things}/a`, 'delete', 204],
    ['viewer', `${things}/a`, 'delete', 403],
    ['deployer', `${things}/a`, 'delete', 403],
    ['viewer', things, 'post', 403],
    ['admin', things, 'post', 400],
  ])('lets a %s at %s %s: %i', async (role, path, method, status) => {
    const answer = await server()[method](path).auth(acme.keys[role], { type: 'bearer' });
    expect(answer.status).toBe(status);
  });

  it('of another organization is not there, as one that is not there', async () => {
    const foreign = await server().get(things).auth(other.keys.admin, { type: 'bearer' });
    const missing = await server()
      .get('/v1/organizations/acme/nothing')
      .auth(other.keys.admin, { type: 'bearer' });
    const bodyOf = ({ body }: { body: object }) => ({ ...body, instance: '' });
    expect(foreign.status).toBe(404);
    expect(bodyOf(foreign)).toEqual(bodyOf(missing));
  });

  it('that is open asks for nothing', async () => {
    expect(await server().get('/open')).toMatchObject({ status: 200, text: 'hello' });
  });
});

describe('a route that takes the key in any form', () => {
  const path = '/legacy/acme/things';
  const key = acme.keys.deployer;

  it.each([
    ['a bearer header', () => server().post(path).set('Authorization', `Bearer ${key}`).send({ label: 'x' })],
    [
      'an apikey header',
      () => server().post(path).set('AUTHORIZATION', `apikey ${key}`).send({ label: 'x' }),
    ],
    ['a field of the JSON body', () => server().post(path).send({ label: 'x', api_key: key })],
    ['a field of a form', () => server().post(path).type('form').send({ label: 'x', api_key: key })],
    ['a field of a multipart form', () => server().post(path).field('label', 'x').field('api_key', key)],
    [
      'both a header and the body',
      () => server().post(path).set('Authorization', `Bearer ${key}`).send({ label: 'x', api_key: 'old' }),
    ],
  ])('finds it in %s and does not hand it on', async (_, call) => {
    expect(await call()).toMatchObject({ status: 200, body: { label: 'x' } });
  });

  it('takes JSON that does not say so', async () => {
    const body = JSON.stringify({ label: 'x', api_key: key });
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`;
    expect(await rawRequest(app.getHttpServer(), head + body, false)).toMatch(
      /^HTTP\/1\.1 200 .*"label":"x"/s,
    );
  });

  it.each([
    ['no key', { label: 'x' }],
    ['a wrong key', { label: 'x', api_key: wrongKey }],
    ['a key that is not text', { label: 'x', api_key: { $ne: '' } }],
    ['the key of another organization', { label: 'x', api_key: other.keys.deployer }],
  ])('says 401 to %s', async (_, body) => {
    expect((await server().post(path).send(body)).status).toBe(401);
  });

  it('says 400 to what it cannot read', async () => {
    expect((await server().post(path).type('json').send('{')).status).toBe(400);
  });
});

describe('guessing', () => {
  it('is slowed down, while right keys from the same address go through', async () => {
    const guess = () => server().get(things).auth(wrongKey, { type: 'bearer' });
    for (let count = 0; count < 30; count += 1) expect((await guess()).status).toBe(401);
    const answer = await guess();
    expect(answer).toMatchObject({ status: 429, body: { code: 'rate-limited' } });
    expect(answer.headers['retry-after']).toBe('60');
    expect((await server().get(things).auth(acme.keys.viewer, { type: 'bearer' })).status).toBe(200);
    await clock.advance(60_000);
    expect((await guess()).status).toBe(401);
  });

  it('is not what a missing key is', async () => {
    for (let count = 0; count < 40; count += 1) expect((await server().get(things)).status).toBe(401);
  });

  it('is not helped by an address that the client made up', async () => {
    const statuses = new Set<number>();
    for (let count = 0; count < 31; count += 1) {
      const guess = server().get(things).auth(wrongKey, { type: 'bearer' });
      statuses.add((await guess.set('X-Forwarded-For', `198.51.100.${count}`)).status);
    }
    expect([...statuses]).toEqual([401, 429]);
  });

  it('is counted by the address that a trusted proxy names', async () => {
    const behindProxy = await edgeApplication({
      controllers: exampleControllers,
      apiKeys: acme.entries,
      trustedProxies: 1,
    });
    for (let count = 0; count < 31; count += 1) {
      const guess = request(behindProxy.getHttpServer()).get(things).auth(wrongKey, { type: 'bearer' });
      expect((await guess.set('X-Forwarded-For', `198.51.100.${count}`)).status).toBe(401);
    }
    await behindProxy.close();
  });
});
