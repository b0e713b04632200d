import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Histogram, type Registry } from 'prom-client';
import { knownCallerOf } from '../access/caller.js';
import type { Log } from '../log.js';

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Express middleware: for each answered request one observation of `http_request_duration_seconds` (rate, errors and
 * durations per route) and one log line. Routes are patterns: what clients send never becomes a label.
 */
export function observeRequests(registry: Registry, log: Log): RequestHandler {
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of HTTP requests by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return (request: Request, response: Response, next: NextFunction) => {
    const began = performance.now();
    response.once('close', () => {
      const seconds = (performance.now() - began) / 1000;
      const method = knownMethods.has(request.method) ? request.method : 'other';
      const route = routeOf(request);
      const status = response.writableFinished ? response.statusCode : 499;
      durations.observe({ method, route, status }, seconds);
      const caller = knownCallerOf(request);
      const by = caller === undefined ? {} : { organization: caller.organization, key: caller.key };
      log.info({ method, route, status, durationMs: Math.round(seconds * 1000), ...by }, 'Request answered.');
    });
    next();
  };
}

function routeOf(request: Request): string {
  const { route } = request as { route?: { readonly path?: unknown } };
  return typeof route?.path === 'string' ? route.path : 'unmatched';
}
