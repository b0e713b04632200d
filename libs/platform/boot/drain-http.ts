import type { Server } from 'node:http';

const lookAgainMs = 50;

/**
 * Takes no more connections and waits for the answers in hand. Connections that clients keep open between requests are
 * closed as they fall idle.
 */
export async function drainHttp(server: Server): Promise<void> {
  if (!server.listening) return;
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  const timer = setInterval(() => server.closeIdleConnections(), lookAgainMs);
  server.closeIdleConnections();
  await closed;
  clearInterval(timer);
}
