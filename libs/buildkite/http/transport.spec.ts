import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Secret } from '#libs/platform';
import { ManualClock } from '#libs/platform/testing';
import { json, startApi, type Answering, type Api } from '../testing/api.js';
import { AddressRefused, BuildkiteUnavailable } from '../errors.js';
import { NoReply, ReplyTooLarge } from './failures.js';
import { openTransport, type Transport } from './transport.js';

const token = new Secret('bkua_CANARY');
const clock = new ManualClock();

describe('the transport', () => {
  let api: Api;
  let transport: Transport;

  beforeEach(async () => {
    api = await startApi();
    transport = openTransport({
      clock,
      allowInsecure: true,
      userAgent: 'build-snapshots/1',
      timeouts: { connectMs: 2_000, totalMs: 30_000 },
    });
  });

  afterEach(async () => {
    await transport.close();
    await api.close();
  });

  const get = (answer: Answering, signal?: AbortSignal) => {
    api.answer(answer);
    return transport.get(new URL(`${api.url}/user`), token, signal);
  };

  it('sends the token as a header, asks for gzip and says who asks', async () => {
    await get(json(200, {}));
    expect(api.requests[0]).toMatchObject({
      path: '/v2/user',
      headers: {
        authorization: 'Bearer bkua_CANARY',
        'accept-encoding': 'gzip',
        'user-agent': 'build-snapshots/1',
        accept: 'application/json',
      },
    });
  });

  it('gives the reply as it is, with when it was asked for and came', async () => {
    const reply = await get(json(200, { name: 'Zoë 🚀' }, { 'x-header': 'yes' }));
    expect(reply).toMatchObject({
      status: 200,
      body: '{"name":"Zoë 🚀"}',
      sentAt: clock.now(),
      receivedAt: clock.now(),
    });
    expect(reply.headers.get('X-Header')).toBe('yes');
  });

  it('unpacks gzip', async () => {
    const reply = await get((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('{"packed":true}'));
    });
    expect(reply.body).toBe('{"packed":true}');
  });

  it.each([401, 404, 429, 500, 502])('gives a %d as a reply', async (status) => {
    expect(await get(json(status, { message: 'no' }))).toMatchObject({ status, body: '{"message":"no"}' });
  });

  it('follows no redirect, so the token goes nowhere else', async () => {
    const elsewhere = await startApi();
    const reply = await get(json(302, {}, { location: `${elsewhere.url}/user` }));
    expect(reply.status).toBe(302);
    expect(elsewhere.requests).toHaveLength(0);
    expect(api.requests).toHaveLength(1);
    await elsewhere.close();
  });

  it('reads no reply larger than 10 MB, unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(11 * 1024 * 1024, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    const answer: Answering = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(bomb);
    };
    await expect(get(answer)).rejects.toThrow(ReplyTooLarge);
  });

  it('reads no endless reply', async () => {
    const answer: Answering = (_request, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024, ' ')));
      };
      response.on('drain', more);
      more();
    };
    await expect(get(answer)).rejects.toThrow(ReplyTooLarge);
  });

  it.each<[string, Answering]>([
    [
      'is cut short',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('[{"id":');
        setImmediate(() => response.destroy());
      },
    ],
    ['is reset before it begins', (_request, response) => response.destroy()],
    [
      'is no gzip although it says so',
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end('plain');
      },
    ],
  ])('says so when the reply %s', async (_what, answer) => {
    await expect(get(answer)).rejects.toThrow(NoReply);
  });

  it('says so when nobody listens', async () => {
    const url = new URL(`${api.url}/user`);
    await api.close();
    await expect(transport.get(url, token)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('does not wait longer than it may, not even for one byte after the other', async () => {
    const slow = openTransport({
      clock,
      allowInsecure: true,
      userAgent: 'x',
      timeouts: { connectMs: 2_000, totalMs: 150 },
    });
    api.answer((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    });
    await expect(slow.get(new URL(`${api.url}/user`), token)).rejects.toThrow('did not answer within 150 ms');
    await slow.close();
  });

  it('ends when its caller does not want it any more', async () => {
    const stop = new AbortController();
    const given = get(() => stop.abort(new Error('shutting down')), stop.signal);
    await expect(given).rejects.toThrow('shutting down');
    await expect(get(json(200, {}), stop.signal)).rejects.toThrow('shutting down');
    expect(api.requests).toHaveLength(1);
  });

  it('asks nothing more once it is closed, and nobody has to try again', async () => {
    const underWay = get(() => void transport.close());
    await expect(underWay).rejects.toThrow(BuildkiteUnavailable);
    await expect(get(json(200, {}))).rejects.toThrow(BuildkiteUnavailable);
    expect(api.requests).toHaveLength(1);
  });

  it('goes to public addresses only, unless that is allowed', async () => {
    const careful = openTransport({ clock, allowInsecure: false, userAgent: 'x' });
    await expect(careful.get(new URL(`${api.url}/user`), token)).rejects.toThrow(AddressRefused);
    expect(api.requests).toHaveLength(0);
    await careful.close();
  });

  it('shows the token in none of its errors', async () => {
    const failures: unknown[] = [];
    for (const answer of [
      (_request: unknown, response: { destroy(): void }) => response.destroy(),
      json(302, {}, { location: 'nowhere' }),
    ] as Answering[])
      await get(answer).catch((error: unknown) => failures.push(error));
    expect(failures).toHaveLength(1);
    expect(inspect(failures, { depth: 10, showHidden: true })).not.toContain('CANARY');
  });
});
