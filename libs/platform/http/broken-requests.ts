import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { problemDocument, Problem } from './problem.js';

/** How long a client may take to send its headers and its whole request. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;

/** Answers what Node's parser refuses (bytes that are no HTTP, headers over 16 KiB, requests that take too long) with problems. */
export function answerBrokenRequests(server: Server): void {
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    socket.end(rawAnswer(problemOfParser(error.code)));
  });
}

function problemOfParser(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Problem(431, 'headers-too-large', 'The headers are larger than 16 KiB.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem(408, 'request-timeout', 'The request took too long to arrive.');
    default:
      return new Problem(400, 'malformed-request', 'This is not HTTP as this server reads it.');
  }
}

/** An answer as bytes: at this point there is no response to write to. */
function rawAnswer(problem: Problem): string {
  const id = randomUUID();
  const body = JSON.stringify(problemDocument(problem, id));
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${id}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
