import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StandInConfig } from '../settings/read-config.js';
import { ControlRefusal, answerControl, type Controlled } from './control-routes.js';

/** A control API that answers. */
export interface ControlServer {
  readonly url: string;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlRefusal(400, 'The body is not JSON.');
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, it: Controlled): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://control');
    const reply = answerControl(it, request.method ?? 'GET', url, await bodyOf(request));
    response.writeHead(reply === undefined ? 204 : 200, { 'content-type': 'application/json' });
    response.end(reply === undefined ? '' : JSON.stringify(reply));
  } catch (error) {
    const status = error instanceof ControlRefusal ? error.status : 500;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: error instanceof Error ? error.message : String(error) }));
  }
}

/** Serves the control API on the loopback interface of this machine. */
export async function serveControl(
  { controlPort }: Pick<StandInConfig, 'controlPort'>,
  it: Controlled,
): Promise<ControlServer> {
  const server = createServer((request, response) => void answer(request, response, it));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(controlPort, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
