import { createServer, request as requestOf, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { ServiceName } from './deployment.js';

/** Addresses of the instances of each service, e.g. `http://127.0.0.1:8080`. */
export type Instances = Readonly<Record<ServiceName, readonly string[]>>;

export interface Router {
  readonly address: string;
  close(): Promise<void>;
}

/** The service that a path belongs to; deploys takes whatever no other one has. */
export function serviceOf(path: string): ServiceName {
  if (/^\/v1\/organizations\/[^/]+\/integrations(\/|\?|$)/.test(path)) return 'connections';
  if (/^\/v1\/organizations\/[^/]+\/collection(\/|\?|$)/.test(path)) return 'builds';
  if (/^\/v1\/webhooks\//.test(path)) return 'builds';
  return 'deploys';
}

/** How a router deals with instances that keep silent. */
export interface RouterOptions {
  /** Milliseconds until somebody who asked is told that there is no answer; a minute if it is left out. */
  readonly answerWithinMs?: number;
}

/**
 * A plain prefix router: each request goes to the service of its path, to one instance after the other, and is passed
 * on as it came, as is the reply. For an instance that cannot be reached or keeps silent it answers 503.
 */
export async function startRouter(
  instances: Instances,
  { answerWithinMs = 60_000 }: RouterOptions = {},
): Promise<Router> {
  let turn = 0;
  const next = (service: ServiceName): URL => {
    const addresses = instances[service];
    return new URL(addresses[turn++ % addresses.length] ?? '');
  };
  const server = createServer((request, response) =>
    passOn(request, response, { to: next(serviceOf(request.url ?? '')), answerWithinMs }),
  );
  Object.assign(server, { httpAllowHalfOpen: true });
  const broken = new WeakMap<Socket, Socket>();
  server.on('clientError', (error: Error & { rawPacket?: Buffer }, socket: Socket) => {
    const { rawPacket } = error;
    if (rawPacket === undefined || !socket.writable) {
      socket.destroy();
      return;
    }
    const instance = broken.get(socket) ?? wire(socket, next('deploys'));
    broken.set(socket, instance);
    instance.write(rawPacket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  { to: { hostname, port }, answerWithinMs }: { readonly to: URL; readonly answerWithinMs: number },
): void {
  const { method, url: path, rawHeaders: headers } = request;
  const passed = requestOf({ hostname, port, method, path, headers, agent: false });
  passed.on('response', (reply) => {
    response.writeHead(reply.statusCode ?? 502, reply.statusMessage, reply.rawHeaders);
    reply.pipe(response);
    reply.on('error', () => response.destroy());
  });
  passed.setTimeout(answerWithinMs, () => passed.destroy(new Error('no answer')));
  passed.on('error', () => {
    if (response.headersSent) return;
    response.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain' });
    response.end('No instance answers.\n');
  });
  response.on('close', () => passed.destroy());
  request.on('error', () => passed.destroy());
  request.pipe(passed);
}

/**
 * What is no HTTP that Node.js reads is for the service to refuse: its bytes go on as they came. The client may have
 * said all it had to say; Node.js would take that for the end of a connection without requests.
 */
function wire(socket: Socket, { hostname, port }: URL): Socket {
  socket.removeAllListeners('end');
  const instance = connect(Number(port), hostname);
  instance.on('error', () => socket.destroy());
  instance.pipe(socket);
  return instance;
}
