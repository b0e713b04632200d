import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startManagementGateway, type ManagementGateway } from './management-gateway.js';

type Routes = Readonly<Record<string, readonly [number, unknown]>>;

describe('the management ports of several processes', () => {
  const servers: Server[] = [];
  let gateway: ManagementGateway;

  async function managed(routes: Routes): Promise<string> {
    const server = createServer((request, response) => {
      const [status, body] = routes[`${request.method} ${request.url}`] ?? [404, ''];
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function over(...routes: readonly Routes[]): Promise<void> {
    gateway = await startManagementGateway(await Promise.all(routes.map(managed)));
  }

  async function send(method: string, path: string): Promise<{ status: number; text: string }> {
    const response = await fetch(gateway.address + path, { method });
    return { status: response.status, text: await response.text() };
  }

  afterEach(async () => {
    await gateway.close();
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  it('add up what each counts', async () => {
    await over(
      { 'GET /metrics': [200, '# TYPE a counter\na{topic="x y"} 1\nb 2\n'] },
      { 'GET /metrics': [200, '# TYPE a counter\na{topic="x y"} 3\nc 1e3\n'] },
    );
    const { text } = await send('GET', '/metrics');
    expect(text.split('\n')).toEqual(['# TYPE a counter', 'a{topic="x y"} 4', 'b 2', 'c 1000']);
  });

  it('list the dead letters of all, each once', async () => {
    const [one, two] = [{ id: '1' }, { id: '2' }];
    await over(
      { 'GET /dead-letters': [200, { items: [one, two] }] },
      { 'GET /dead-letters': [200, { items: [two] }] },
    );
    expect(JSON.parse((await send('GET', '/dead-letters')).text)).toEqual({ items: [one, two] });
  });

  it('are ready when all are', async () => {
    await over({ 'GET /health/ready': [200, {}] }, { 'GET /health/ready': [503, {}] });
    expect((await send('GET', '/health/ready')).status).toBe(503);
  });

  it('have a command done by the first that knows what it is about', async () => {
    await over(
      { 'POST /replay': [400, { sources: [{ topic: 'a' }] }] },
      { 'POST /replay': [400, { sources: [{ topic: 'b' }] }], 'POST /rebuild': [200, { state: 'done' }] },
      { 'POST /rebuild': [500, {}] },
    );
    expect(await send('POST', '/rebuild')).toEqual({ status: 200, text: '{"state":"done"}' });
    const { status, text } = await send('POST', '/replay');
    expect([status, JSON.parse(text)]).toEqual([400, { sources: [{ topic: 'a' }, { topic: 'b' }] }]);
    expect((await send('POST', '/nothing')).status).toBe(404);
  });

  it('say so when a process does not answer', async () => {
    await over({ 'GET /metrics': [200, 'a 1'] });
    for (const server of servers) server.close();
    expect((await send('GET', '/metrics')).status).toBe(503);
    await expect(send('POST', '/rebuild')).rejects.toThrow('fetch failed');
  });
});
