import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the API got it. */
export interface ReceivedRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  /** The query as it was written, brackets encoded or not. */
  readonly search: string;
  readonly headers: IncomingMessage['headers'];
}

/** Answers one request. */
export type Answering = (request: ReceivedRequest, response: ServerResponse) => void;

/** An HTTP server on a free port of this machine, in place of Buildkite's API, that notes every request. */
export interface Api {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** From now on requests are answered so. */
  answer(answering: Answering): void;
  close(): Promise<void>;
}

/** Starts such a server; its address ends in `/v2`, as that of the API does. Until it is told otherwise it answers `[]`. */
export async function startApi(answering: Answering = json(200, [])): Promise<Api> {
  const requests: ReceivedRequest[] = [];
  let current = answering;
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const request = {
      path: url.pathname,
      query: url.searchParams,
      search: url.search,
      headers: incoming.headers,
    };
    requests.push(request);
    current(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v2`,
    requests,
    answer: (next) => {
      current = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answering {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Answers each request by the next of these, and all that follow by the last. */
export function inTurn(...answers: readonly Answering[]): Answering {
  let turn = 0;
  return (request, response) => {
    answers[Math.min(turn, answers.length - 1)]?.(request, response);
    turn += 1;
  };
}
