import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { apiVersionsRequest, readApiVersions, type ApiVersions } from './api-versions-request.js';

export interface Question {
  /** host:port */
  readonly broker: string;
  readonly clientId: string;
  readonly tls: boolean;
  /** The answer is not waited for when this aborts. */
  readonly signal: AbortSignal;
}

/**
 * Asks one broker what it speaks, over a connection of its own that is closed afterwards.
 * @throws NotKafka when something else answers
 * @throws the error of the connection, or the signal's reason
 */
export async function askBroker({ broker, clientId, tls, signal }: Question): Promise<ApiVersions> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<ApiVersions>();
  const socket = open(broker, tls);
  const onAbort = () => reject(signal.reason as Error);
  let received = Buffer.alloc(0);
  signal.addEventListener('abort', onAbort, { once: true });
  socket.once(tls ? 'secureConnect' : 'connect', () => socket.write(apiVersionsRequest(clientId)));
  socket.once('error', reject);
  socket.once('close', () =>
    reject(new Error('it closed the connection instead of answering; does it want TLS?')),
  );
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    try {
      const versions = readApiVersions(received);
      if (versions) resolve(versions);
    } catch (error) {
      reject(error);
    }
  });
  return await promise.finally(() => {
    signal.removeEventListener('abort', onAbort);
    socket.destroy();
  });
}

function open(broker: string, tls: boolean): Socket {
  const { hostname, port } = new URL(`kafka://${broker}`);
  const host = hostname.replace(/^\[|\]$/g, '');
  const address = { host, port: Number(port) };
  if (!tls) return connectTcp(address);
  return connectTls(isIP(host) === 0 ? { ...address, servername: host } : address);
}
