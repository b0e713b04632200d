import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { edgeApplication, issueTestKeys, RecordingLog } from '../testing/index.js';
import { rawRequest } from '../testing/raw-request.js';
import { exampleControllers } from '../testing/things.controller.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const things = '/v1/organizations/acme/things';
const { keys, entries } = issueTestKeys('acme');
const log = new RecordingLog();
let app: INestApplication<Server>;

beforeAll(async () => {
  app = await edgeApplication({ controllers: exampleControllers, apiKeys: entries, log });
});
afterAll(() => app.close());

function post(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const call = request(app.getHttpServer()).post(path).auth(keys.admin, { type: 'bearer' });
  const asItIs = (bytes: unknown) => bytes as string;
  return call
    .set({ 'Content-Type': 'application/json', ...headers })
    .serialize(asItIs)
    .send(body as string);
}

function get(path: string) {
  return request(app.getHttpServer()).get(path).auth(keys.viewer, { type: 'bearer' });
}

describe('a body', () => {
  it('reaches the route as it should be', async () => {
    const sent = {
      label: '<b>ü🙂</b>',
      environment: 'production',
      size: 3,
      loud: true,
      at: '2026-11-23T12:00:00Z',
    };
    expect(await post(things, JSON.stringify(sent))).toMatchObject({
      status: 201,
      body: { thing: sent, caller: { organization: 'acme' } },
    });
  });

  it.each<[string, string | Buffer, number, string]>([
    ['empty', '', 400, 'malformed-json'],
    ['an open brace', '{', 400, 'malformed-json'],
    ['null', 'null', 400, 'validation'],
    ['a list', '[]', 400, 'validation'],
    ['a list of things', '[{"label":"x"}]', 400, 'validation'],
    ['text', '"str"', 400, 'validation'],
    ['a number', '5', 400, 'validation'],
    ['a name twice', '{"label":"x","label":"y"}', 400, 'malformed-json'],
    ['a trailing comma', '{"label":"x",}', 400, 'malformed-json'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400, 'malformed-body'],
    ['half a surrogate pair', String.raw`{"label":"\ud83d"}`, 400, 'malformed-json'],
    ['NUL in a label', String.raw`{"label":"a\u0000b"}`, 400, 'validation'],
    ['an invisible label', String.raw`{"label":"\u200b\u200f"}`, 400, 'validation'],
    ['an empty label', '{"label":""}', 400, 'validation'],
    ['a label of 256 characters', `{"label":"${'x'.repeat(256)}"}`, 400, 'validation'],
    ['a label with a line end', String.raw`{"label":"a\r\nb"}`, 400, 'validation'],
    ['no label', '{}', 400, 'validation'],
    ['null for a label', '{"label":null}', 400, 'validation'],
    ['an operator for a label', '{"label":{"$ne":null}}', 400, 'validation'],
    ['a list for a label', '{"label":["x"]}', 400, 'validation'],
    ['an unknown field', '{"label":"x","admin":true}', 400, 'unknown-field'],
    ['__proto__', '{"label":"x","__proto__":{"admin":true}}', 400, 'malformed-json'],
    ['constructor', '{"label":"x","constructor":{"prototype":{}}}', 400, 'malformed-json'],
    ['1,000 levels', `{"label":${'['.repeat(1000)}${']'.repeat(1000)}}`, 400, 'malformed-json'],
    [
      'an environment of 300 characters',
      `{"label":"x","environment":"${'a'.repeat(300)}"}`,
      400,
      'validation',
    ],
    ['a number that is too large', '{"label":"x","size":1e400}', 400, 'malformed-json'],
    ['text for a number', '{"label":"x","size":"3"}', 400, 'validation'],
    ['text for a boolean', '{"label":"x","loud":"true"}', 400, 'validation'],
    ['a number for a time', '{"label":"x","at":1795000000}', 400, 'validation'],
    ['a time without zone', '{"label":"x","at":"2026-11-23T12:00:00"}', 400, 'validation'],
    ['one byte too many', `{"label":"${'x'.repeat(100 * 1024 - 11)}"}`, 413, 'payload-too-large'],
  ])('that is %s is refused', async (_, body, status, code) => {
    const answer = await post(things, body);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toMatchObject({ status, code, type: `urn:sleuth:problem:${code}` });
  });

  it('with a secret for the name of a field does not get it back', async () => {
    expect(await post(things, JSON.stringify({ label: 'x', [`bkua_${'a'.repeat(40)}`]: 1 }))).toMatchObject({
      body: { code: 'unknown-field', errors: [{ pointer: '/[secret]' }] },
    });
  });

  it('is taken up to 100 KiB, and up to more where a route says so', async () => {
    const largest = `{"label":"${'x'.repeat(100 * 1024 - 12)}"}`;
    expect((await post(things, largest)).body).toMatchObject({ code: 'validation' });
    expect((await post(`${things}/large`, `{"a":"${'x'.repeat(1_000_000)}"}`)).body).toEqual({
      bytes: 1_000_008,
    });
    expect((await post(`${things}/large`, `{"a":"${'x'.repeat(8 * 1024 * 1024)}"}`)).status).toBe(413);
  });

  it('may begin with a byte order mark', async () => {
    expect((await post(things, '\ufeff{"label":"x"}')).status).toBe(201);
  });

  it.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=latin1',
  ])('of type %s is refused', async (type) => {
    expect(await post(things, '{"label":"x"}', { 'Content-Type': type })).toMatchObject({
      status: 415,
      body: { code: 'unsupported-media-type' },
    });
  });

  it('without a type is refused', async () => {
    const text = `POST ${things} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${keys.admin}\r\nContent-Length: 13\r\n\r\n{"label":"x"}`;
    expect(await rawRequest(app.getHttpServer(), text)).toMatch(/^HTTP\/1\.1 415 /);
  });

  it('may be compressed', async () => {
    expect(await post(things, gzipSync('{"label":"x"}'), { 'Content-Encoding': 'gzip' })).toMatchObject({
      status: 201,
      body: { thing: { label: 'x' } },
    });
  });

  it.each<[string, Buffer | string, string, number]>([
    ['grows beyond the limit', gzipSync(`{"label":"${'x'.repeat(10_000_000)}"}`), 'gzip', 413],
    ['is not what it says', '{"label":"x"}', 'gzip', 400],
    ['has an encoding that nobody knows', '{"label":"x"}', 'zstd-x', 415],
    ['is encoded twice', gzipSync(gzipSync('{}')), 'gzip, gzip', 415],
  ])('that %s is refused', async (_, body, encoding, status) => {
    expect((await post(things, body, { 'Content-Encoding': encoding })).status).toBe(status);
  });

  it('in pieces is refused as soon as it is too long', async () => {
    const head = `POST ${things} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${keys.admin}\r\nConnection: close\r\n`;
    const piece = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;
    const typed = `${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${piece}${piece}0\r\n\r\n`;
    expect(await rawRequest(app.getHttpServer(), typed, false)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('of a request without a key is not read at all', async () => {
    const { status } = await request(app.getHttpServer()).post(things).type('json').send('{');
    expect(status).toBe(401);
  });

  it('that breaks off does no harm', async () => {
    const text = `POST ${things} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${keys.admin}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"label"`;
    await rawRequest(app.getHttpServer(), text);
    expect((await get(things)).status).toBe(200);
  });
});

describe('a query', () => {
  it('is read', async () => {
    expect((await get(`${things}?limit=7&after=x`)).body).toEqual({ limit: 7, after: 'x' });
    expect((await get(things)).body).toEqual({ limit: 50 });
    expect((await get(`${things}/search?name=(a%2b)%2b$`)).body).toEqual({ name: '(a+)+$' });
  });

  it.each([
    ['?limit=0', 'validation'],
    ['?limit=-1', 'validation'],
    ['?limit=101', 'validation'],
    ['?limit=1e1', 'validation'],
    ['?limit=1.5', 'validation'],
    ['?limit=', 'validation'],
    ['?limit=1000000000000000000000', 'validation'],
    ['?limit=1&limit=2', 'malformed-query'],
    ['?page=1', 'unknown-parameter'],
    ['?tenant[$ne]=x', 'unknown-parameter'],
    ['?limit[]=1', 'unknown-parameter'],
    ['?__proto__=1', 'unknown-parameter'],
    ['?after=%E0%A4%A', 'malformed-query'],
    ['/search?name=a&b=c', 'unknown-parameter'],
    ['/some-id?x=1', 'unknown-parameter'],
    ['/some-id?__proto__=1', 'unknown-parameter'],
  ])('%s is refused', async (query, code) => {
    expect(await get(`${things}${query}`)).toMatchObject({ status: 400, body: { code } });
  });

  it('takes a cursor of up to 2,000 characters', async () => {
    expect((await get(`${things}?after=${'x'.repeat(2000)}`)).status).toBe(200);
    expect((await get(`${things}?after=${'x'.repeat(2001)}`)).status).toBe(400);
  });
});

describe('an address', () => {
  it.each([
    ['/nope', 404, 'not-found'],
    [`${things}/a/b/c`, 404, 'not-found'],
    [`${things}/%2e%2e%2f`, 400, 'malformed-path'],
    [`${things}/%00`, 400, 'malformed-path'],
    [`${things}/%E0%A4%A`, 400, 'malformed-path'],
  ])('%s is refused', async (path, status, code) => {
    expect((await get(path)).body).toMatchObject({ status, code });
  });

  it.each([
    [256, 400, 'malformed-path'],
    [10_000, 414, 'uri-too-long'],
  ])('with an id of %i characters is refused', async (length, status, code) => {
    expect((await get(`${things}/${'x'.repeat(length)}`)).body).toMatchObject({ status, code });
  });

  it('with dots between slashes is refused', async () => {
    const text = `GET ${things}/../things HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer ${keys.viewer}\r\n\r\n`;
    expect(await rawRequest(app.getHttpServer(), text)).toMatch(/^HTTP\/1\.1 400 .*"code":"malformed-path"/s);
  });

  it.each([
    ['put', `${things}/a`, 'DELETE, GET, HEAD'],
    ['patch', things, 'GET, HEAD, POST'],
    ['options', things, 'GET, HEAD, POST'],
    ['trace', things, 'GET, HEAD, POST'],
    ['get', `${things}/refused/x`, 'POST'],
  ] as const)('has no %s at %s, and says what it has', async (method, path, allow) => {
    const answer = await request(app.getHttpServer())[method](path).auth(keys.admin, { type: 'bearer' });
    expect(answer.status).toBe(405);
    expect(answer.headers['allow']).toBe(allow);
    expect(answer.body).toMatchObject({ code: 'method-not-allowed' });
  });

  it('asks for the same key however it is written', async () => {
    for (const path of [`${things}/`, '/V1/Organizations/acme/Things', `${things}/x/`]) {
      expect((await request(app.getHttpServer()).get(path)).status).toBe(401);
    }
    expect((await request(app.getHttpServer()).get('/v1//organizations/acme/things')).status).toBe(404);
  });
});

describe('an answer', () => {
  it('carries an id, which is the one that was sent if that is a UUID', async () => {
    const sent = '0B1F4F2E-8A8F-4B8C-9D5E-0A4F7F0D9C11';
    const answer = await get('/nope').set('X-Request-Id', sent);
    expect(answer.headers['x-request-id']).toBe(sent.toLowerCase());
    expect(answer.body).toMatchObject({ instance: `urn:uuid:${sent.toLowerCase()}` });
    const other = await get(things).set('X-Request-Id', 'x\tforged');
    expect(other.headers['x-request-id']).toMatch(uuid);
  });

  it('is not to be kept, framed or guessed at, and does not say what serves it', async () => {
    const { headers } = await get(things);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('to a failure of ours says nothing of it, but the log does', async () => {
    const answer = await get(`${things}/broken`);
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(answer.text).not.toContain('hunter2');
    const line = log.lines.find(({ level }) => level === 'error');
    expect(line?.data['error']).toMatchObject({ message: 'the password is hunter2' });
  });

  it('is a 304 when nothing has changed', async () => {
    const { headers } = await get(things);
    expect((await get(things).set('If-None-Match', headers['etag'] ?? '')).status).toBe(304);
  });

  it('is JSON whatever the client would like, and whole', async () => {
    const { status, headers } = await get(things).set({ Accept: 'text/html', Range: 'bytes=0-3' });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  });
});

describe('what is not HTTP as we read it', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', /^HTTP\/1\.1 400 .*"code":"malformed-request"/s],
    [
      'headers over 16 KiB',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431 .*headers-too-large/s,
    ],
    [
      'two lengths',
      'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      /^HTTP\/1\.1 400 /,
    ],
    [
      'a length and pieces',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      /^HTTP\/1\.1 400 /,
    ],
  ])('%s is answered with a problem', async (_, text, answer) => {
    expect(await rawRequest(app.getHttpServer(), text, false)).toMatch(answer);
  });
});
