import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { WebhookReceiver } from '../../testing/webhook-receiver.js';
import { post } from './post.js';

let receiver: WebhookReceiver;

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
});

afterEach(() => receiver.close());

const body = JSON.stringify({ event: 'build.running', build: { message: 'Übersetze' } });

describe('an attempt to deliver', () => {
  it('sends the body as it is, with its headers, and tells the status', async () => {
    receiver.answer = (response) => response.writeHead(202).end('thank you');
    expect(await post(receiver.url, { 'x-buildkite-event': 'build.running' }, body)).toEqual({
      status: 202,
      error: null,
    });
    expect(receiver.received).toMatchObject([
      { raw: body, headers: { 'x-buildkite-event': 'build.running' } },
    ]);
  });

  it('follows no redirect', async () => {
    receiver.answer = (response) => response.writeHead(302, { location: receiver.url }).end();
    expect(await post(receiver.url, {}, body)).toEqual({ status: 302, error: null });
    expect(receiver.received).toHaveLength(1);
  });

  it('tells of a connection that breaks before or within the answer', async () => {
    receiver.answer = (response) => response.destroy();
    expect(await post(receiver.url, {}, body)).toEqual({ status: null, error: 'ECONNRESET' });
    receiver.answer = (response) => {
      response.writeHead(200, { 'content-length': 10 }).write('half', () => response.destroy());
    };
    expect(await post(receiver.url, {}, body)).toEqual({ status: null, error: 'ECONNRESET' });
  });

  it('tells of an answer that is no HTTP', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.end('hello\n')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    const { status, error } = await post(url, {}, body);
    expect(status).toBeNull();
    expect(error).toMatch(/^HPE_/);
    server.close();
  });

  it('gives up after five seconds', async () => {
    receiver.answer = () => undefined;
    const begun = performance.now();
    expect(await post(receiver.url, {}, body)).toEqual({ status: null, error: 'timed out' });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(4_900);
  }, 30_000);
});
