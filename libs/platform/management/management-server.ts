import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '../log.js';

/** An answer of the management port; an object goes out as JSON. */
export interface ManagementAnswer {
  readonly status: number;
  readonly body: object | string;
  /** Of a text; default plain. */
  readonly contentType?: string;
}

/** Answers by `METHOD /path`. */
export type ManagementRoutes = Readonly<
  Record<string, (parameters: URLSearchParams) => Promise<ManagementAnswer>>
>;

/**
 * A small server for operators and probes, on a port that is not for the outside: it asks for no key. Requests from web
 * pages (they carry `Origin`) are refused, so that no page an operator looks at can reach it.
 */
export function managementServer(routes: ManagementRoutes, log: Log): Server {
  return createServer((request, response) => {
    answer(request, routes)
      .catch((error: unknown) => {
        log.error({ error }, 'A request to the management port failed.');
        return { status: 500, body: { error: 'The log says what went wrong.' } };
      })
      .then(
        (result) => send(response, result),
        (error: unknown) => log.error({ error }, 'An answer could not be sent.'),
      );
  });
}

async function answer(request: IncomingMessage, routes: ManagementRoutes): Promise<ManagementAnswer> {
  if (request.headers.origin !== undefined) return { status: 403, body: { error: 'Not for web pages.' } };
  const url = URL.parse(request.url ?? '/', 'http://management');
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = url === null ? undefined : routes[`${method} ${url.pathname}`];
  if (url === null || route === undefined) return { status: 404, body: { routes: Object.keys(routes) } };
  return route(url.searchParams);
}

function send(response: ServerResponse, { status, body, contentType }: ManagementAnswer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'Content-Type': isText ? (contentType ?? 'text/plain; charset=utf-8') : 'application/json',
    'Cache-Control': 'no-store',
  });
  response.end(isText ? body : `${JSON.stringify(body, undefined, 2)}\n`);
}
