import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { rejectionOf, until } from '../../testing/wire.js';
import { Connections } from './connections.js';

describe('connections', () => {
  let connections: Connections;
  let port: number;
  const clients: Socket[] = [];
  beforeEach(async () => {
    connections = new Connections((socket) => socket.resume());
    port = await connections.listen('127.0.0.1', 0);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await connections.close(0);
  });

  async function open(): Promise<Socket> {
    const client = connect(port, '127.0.0.1');
    client.on('error', () => undefined);
    clients.push(client);
    await once(client, 'connect');
    return client;
  }

  it('are counted while they last', async () => {
    const first = await open();
    await open();
    await until(() => connections.count === 2);
    first.destroy();
    await until(() => connections.count === 1);
  });

  it('are cut one by one by the address that they come from', async () => {
    const [first, second] = [await open(), await open()];
    await until(() => connections.count === 2);
    const closed = once(first, 'close');
    const { port: from } = first.address() as AddressInfo;
    connections.cut(`127.0.0.1:${String(from)}`);
    await closed;
    await until(() => connections.count === 1);
    expect(second.destroyed).toBe(false);
  });

  it('are cut all at once, and may be opened anew', async () => {
    await Promise.all([open(), open()]);
    await until(() => connections.count === 2);
    connections.cut();
    await until(() => connections.count === 0);
    await open();
    await until(() => connections.count === 1);
  });

  it('may end by themselves before what is left is cut', async () => {
    const own = new Connections((socket) => socket.resume());
    const ownPort = await own.listen('127.0.0.1', 0);
    const client = connect(ownPort, '127.0.0.1');
    await once(client, 'connect');
    await until(() => own.count === 1);
    const closing = own.close(60_000);
    client.end();
    await closing;
    await until(() => own.count === 0);
  });

  it('cannot be had on a port that is taken', async () => {
    const other = new Connections(() => undefined);
    expect(await rejectionOf(other.listen('127.0.0.1', port))).toMatchObject({ code: 'EADDRINUSE' });
  });
});
