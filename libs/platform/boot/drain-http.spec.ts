import { createServer, get, Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { rejectionOf } from '../testing/thrown-by.js';
import { drainHttp } from './drain-http.js';
import { listen } from './listen.js';

function call(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response: IncomingMessage) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

describe('draining', () => {
  it('lets requests in hand be answered, takes no new ones and does not wait for idle connections', async () => {
    const waiting: ServerResponse[] = [];
    const server = createServer((request, response) => {
      if (request.url === '/slow') waiting.push(response);
      else response.end('quick');
    });
    const url = await listen(server, 0, '127.0.0.1');
    const agent = new Agent({ keepAlive: true });
    expect(await call(url, agent)).toBe('quick');
    const slow = call(`${url}/slow`, agent);
    while (waiting.length === 0) await new Promise(setImmediate);

    const drained = drainHttp(server);
    expect(await rejectionOf(call(url, new Agent()))).toMatchObject({ code: 'ECONNREFUSED' });
    for (const response of waiting) response.end('slow');
    expect(await slow).toBe('slow');
    await drained;
    agent.destroy();
  });

  it('of a server that does not listen is done at once', async () => {
    await expect(drainHttp(createServer())).resolves.toBeUndefined();
  });
});

describe('listening', () => {
  it('says where', async () => {
    const server = createServer();
    expect(await listen(server, 0, '127.0.0.1')).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await drainHttp(server);
    const other = createServer();
    expect(await listen(other, 0, '::1')).toMatch(/^http:\/\/\[::1\]:\d+$/);
    await drainHttp(other);
  });

  it('fails when somebody else does', async () => {
    const first = createServer();
    const port = Number(new URL(await listen(first, 0, '127.0.0.1')).port);
    expect(await rejectionOf(listen(createServer(), port, '127.0.0.1'))).toMatchObject({
      code: 'EADDRINUSE',
      port,
    });
    await drainHttp(first);
  });
});
