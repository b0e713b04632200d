import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const requestIds = new AsyncLocalStorage<string>();

/** The id of the request that this code runs for; undefined outside requests. */
export function currentRequestId(): string | undefined {
  return requestIds.getStore();
}

/**
 * Express middleware: gives every request an id (a UUID that the client sent as `X-Request-Id`, else a new one), sends it
 * back in the same header and keeps it for logs and problems.
 */
export function requestContext(request: Request, response: Response, next: NextFunction): void {
  const sent = request.get('x-request-id');
  const id = sent !== undefined && uuid.test(sent) ? sent.toLowerCase() : randomUUID();
  response.setHeader('X-Request-Id', id);
  requestIds.run(id, next);
}
