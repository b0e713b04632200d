import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rawExchange, requestHead } from './raw-exchange.js';
import { serviceOf, startRouter, type Router } from './router.js';

describe('a prefix router', () => {
  const servers: Server[] = [];
  let router: Router;
  /** What the instances got, as `instance method path body`. */
  let got: string[];

  async function instance(name: string): Promise<string> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        got.push(`${name} ${request.method} ${request.url} ${body}`);
        response.writeHead(418, 'Tea', [
          ['X-Instance', name],
          ['X-Twice', '1'],
          ['X-Twice', '2'],
        ] as unknown as Record<string, string>);
        response.end(JSON.stringify(request.rawHeaders.filter((_, index) => index % 2 === 0)));
      });
    });
    server.on('clientError', (_, socket) => socket.end(`HTTP/1.1 400 Refused\r\n\r\nby ${name}`));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  beforeEach(async () => {
    got = [];
    router = await startRouter({
      connections: [await instance('connections')],
      builds: [await instance('builds')],
      deploys: [await instance('deploys 1'), await instance('deploys 2')],
    });
  });

  afterEach(async () => {
    await router.close();
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  it.each([
    ['/v1/organizations/acme/integrations/buildkite', 'connections'],
    ['/v1/organizations/acme/integrations/buildkite/connections?limit=1', 'connections'],
    ['/v1/organizations/acme/collection/1', 'builds'],
    ['/v1/webhooks/buildkite/1', 'builds'],
    ['/v1/organizations/acme/deploys/1/builds', 'deploys'],
    ['/v1/organizations/acme/projects', 'deploys'],
    ['/v1/organizations/collection/deploys', 'deploys'],
    ['/api/1/deployments/acme/shop/register_deploy', 'deploys'],
    ['/anything', 'deploys'],
  ])('knows whose %s is', (path, service) => {
    expect(serviceOf(path)).toBe(service);
  });

  it('passes requests and replies on as they came, to one instance after the other', async () => {
    for (let count = 0; count < 2; count += 1) {
      const response = await fetch(`${router.address}/v1/x?y=%2F`, { method: 'POST', body: 'text' });
      expect([response.status, response.statusText]).toEqual([418, 'Tea']);
      expect(response.headers.get('x-twice')).toBe('1, 2');
    }
    expect(got).toEqual(['deploys 1 POST /v1/x?y=%2F text', 'deploys 2 POST /v1/x?y=%2F text']);
    await fetch(`${router.address}/v1/organizations/acme/collection/1`);
    expect(got[2]).toBe('builds GET /v1/organizations/acme/collection/1 ');
  });

  it('adds, drops and joins no header', async () => {
    const headers = ['A: 1', 'a: 2', 'Connection: close'];
    const reply = await rawExchange(router.address, requestHead('GET /x', headers));
    expect(reply.body).toContain('["Host","A","a","Connection"]');
  });

  it.each([true, false])('leaves it to the service to refuse what is no HTTP', async (finish) => {
    const reply = await rawExchange(router.address, 'EHLO there\r\n\r\n', finish);
    expect([reply.status, reply.body]).toEqual([400, expect.stringMatching(/^by deploys/)]);
  });

  it('says so when the instance keeps silent', async () => {
    const silent = createServer();
    servers.push(silent);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const impatient = await startRouter(
      { connections: [address], builds: [address], deploys: [address] },
      { answerWithinMs: 50 },
    );
    const response = await fetch(`${impatient.address}/x`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    await impatient.close();
  });

  it('says so when the instance is not there', async () => {
    for (const server of servers) server.close();
    const response = await fetch(`${router.address}/x`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
  });
});
