import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, fetch } from 'undici';
import { publicConnector, type Resolve } from './public-connector.js';

const resolveTo =
  (...addresses: string[]): Resolve =>
  (_hostname, _options, callback) =>
    callback(
      null,
      addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('connections to public addresses only', () => {
  let server: Server;
  let port: number;
  let requests = 0;
  const agents: Agent[] = [];

  beforeAll(async () => {
    server = createServer((_request, response) => {
      requests += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterAll(async () => {
    await Promise.all(agents.map((agent) => agent.destroy()));
    await new Promise((resolve) => server.close(resolve));
  });

  /** Why a request through the connector fails. */
  async function failure(url: string, resolve?: Resolve): Promise<unknown> {
    const agent = new Agent({ connect: publicConnector(2_000, resolve) });
    agents.push(agent);
    return fetch(url, { dispatcher: agent }).then(
      () => 'connected',
      (error: unknown) => (error as Error).cause,
    );
  }

  it('refuses a name that leads to a private address', async () => {
    const cause = await failure(`http://api.example:${port}/`, resolveTo('127.0.0.1'));
    expect(cause).toMatchObject({ code: 'address-refused' });
  });

  it('refuses a name of whose addresses one is private', async () => {
    const cause = await failure(`http://api.example:${port}/`, resolveTo('93.184.215.14', '10.0.0.1'));
    expect(cause).toMatchObject({ code: 'address-refused' });
  });

  it('refuses a name that has no address', async () => {
    expect(await failure(`http://api.example:${port}/`, resolveTo())).toMatchObject({
      code: 'address-refused',
    });
  });

  it('refuses localhost, asked of the machine itself', async () => {
    expect(await failure(`http://localhost:${port}/`)).toMatchObject({ code: 'address-refused' });
  });

  it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433'])(
    'refuses %s, which needs no look-up',
    async (host) => {
      expect(await failure(`http://${host}:${port}/`)).toMatchObject({ code: 'address-refused' });
    },
  );

  it('passes on that a name cannot be found', async () => {
    const notFound: Resolve = (_hostname, _options, callback) =>
      callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), []);
    expect(await failure(`http://api.example:${port}/`, notFound)).toMatchObject({ code: 'ENOTFOUND' });
  });

  it('goes to the address that was checked, asking for it once', async () => {
    let asked = 0;
    const rebinding: Resolve = (hostname, options, callback) => {
      asked += 1;
      resolveTo(asked === 1 ? '127.0.0.1' : '93.184.215.14')(hostname, options, callback);
    };
    expect(await failure(`http://api.example:${port}/`, rebinding)).toMatchObject({
      code: 'address-refused',
    });
    expect(asked).toBe(1);
  });

  it('lets nothing through to this machine', () => {
    expect(requests).toBe(0);
  });
});
