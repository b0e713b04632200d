import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { EventStoreUnreachable } from '../errors.js';
import { parseUrl } from './address/parse-url.js';
import { buildClient } from './client/build-client.js';
import { RenewedClient } from './client/renewed-client.js';
import { ping } from './ping.js';
import { openStandIn } from './testing/open-stand-in.js';
import { RecordingLog } from './testing/recording-log.js';

const connectionTo = (port: number) => {
  const address = parseUrl(`esdb://127.0.0.1:${port}?tls=false`);
  const log = new RecordingLog();
  const closing = new AbortController();
  const clients = new RenewedClient({ build: () => buildClient({ address, certificates: {} }), log });
  return {
    clients,
    closing: closing.signal,
    hosts: `127.0.0.1:${port}`,
    log,
    appendTimeout: 1_000,
    readTimeout: 1_000,
  };
};

describe('A ping', () => {
  it('is answered by a server without events and by one with some', async () => {
    const { close, server, store } = await openStandIn();
    const connection = connectionTo(Number(new URL(server.url.replace('esdb:', 'http:')).port));

    await expect(ping(connection, 10_000)).resolves.toBeUndefined();
    await store.append('s', [{ id: crypto.randomUUID(), type: 'T', data: {} }], {
      expectedRevision: 'no-stream',
    });
    await expect(ping(connection, 10_000)).resolves.toBeUndefined();

    expect((await server.control.state()).calls['features']).toBe(1);
    await connection.clients.close();
    await close();
  });

  it('says that nobody is there', async () => {
    const connection = connectionTo(1);

    await expect(ping(connection, 10_000)).rejects.toBeInstanceOf(EventStoreUnreachable);
    await expect(ping(connection, 10_000)).rejects.toMatchObject({ address: '127.0.0.1:1' });
    await connection.clients.close();
  });

  it('does not wait for a server that takes the connection and says nothing', async () => {
    const sockets: Socket[] = [];
    const silent: Server = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const connection = connectionTo((silent.address() as AddressInfo).port);

    await expect(ping(connection, 100)).rejects.toMatchObject({
      code: 'event-store-unreachable',
      message: expect.stringContaining('No answer came within 100 ms.') as string,
    });

    await connection.clients.close();
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => silent.close(resolve));
  });
});
