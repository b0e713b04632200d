import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from './free-port.js';
import { portAnswers } from './port-answers.js';

describe('a free port', () => {
  it('can be listened on, and answers as long as somebody does', async () => {
    const port = await freePort();
    expect(await portAnswers(port)).toBe(false);
    const server = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
    await once(server, 'listening');
    expect(await portAnswers(port)).toBe(true);
    server.close();
    await once(server, 'close');
    expect(await portAnswers(port)).toBe(false);
  });

  it('is none that a system gives to outgoing connections', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
    expect(Math.max(...ports)).toBeLessThan(32_768);
    expect(Math.min(...ports)).toBeGreaterThan(1_023);
  });
});
