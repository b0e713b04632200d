import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './repository.js';

const run = promisify(execFile);
let server: Server;
let status: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.writeHead(request.url === '/health/ready' ? status : 404).end('{"phase":"running"}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await once(server, 'close');
});

function ask(port: number) {
  return run(process.execPath, [join(root, 'deploy/health.mjs')], { env: { MANAGEMENT_PORT: String(port) } });
}

describe('deploy/health.mjs', () => {
  it('is content with a process that is ready, and repeats what it says', async () => {
    status = 200;
    expect((await ask((server.address() as AddressInfo).port)).stdout).toBe('{"phase":"running"}');
  });

  it('is not content with one that is not ready', async () => {
    status = 503;
    await expect(ask((server.address() as AddressInfo).port)).rejects.toMatchObject({
      code: 1,
      stdout: '{"phase":"running"}',
    });
  });

  it('is not content with silence', async () => {
    const unused = createServer().listen(0, '127.0.0.1');
    await once(unused, 'listening');
    const { port } = unused.address() as AddressInfo;
    unused.close();
    await once(unused, 'close');
    await expect(ask(port)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ECONNREFUSED') as string,
    });
  });
});
