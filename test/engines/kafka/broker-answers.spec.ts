import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { freePort } from '../process/free-port.js';
import { brokerAnswers } from './broker-answers.js';

describe('whether a broker answers', () => {
  it('is no where nobody listens', async () => {
    expect(await brokerAnswers(`127.0.0.1:${await freePort()}`)).toBe(false);
  });

  it('is no where somebody listens who hangs up', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await brokerAnswers(`127.0.0.1:${port}`)).toBe(false);
    server.close();
  });
});
