import { connect } from 'node:net';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Sends bytes that no HTTP client would send and gives back all that the server answers until it or the test ends the
 * connection.
 * @param finish whether to end our side once the bytes are sent
 */
export async function rawRequest(server: Server, text: string, finish = true): Promise<string> {
  if (!server.listening) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.write(text);
    if (finish) socket.end();
  });
}
