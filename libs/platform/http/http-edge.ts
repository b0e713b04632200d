import { Module, type INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import type { NextFunction, Request, Response } from 'express';
import type { Registry } from 'prom-client';
import { AccessGuard } from '../access/access.guard.js';
import { WrongKeyLimit } from '../access/wrong-key-limit.js';
import type { Clock } from '../clock.js';
import type { Log } from '../log.js';
import { observeRequests } from '../metrics/request-metrics.js';
import { CLOCK } from '../tokens.js';
import { answerBrokenRequests } from './broken-requests.js';
import { checkTarget } from './check-target.js';
import { ProblemFilter } from './problem.filter.js';
import { parseQuery } from './query/parse-query.js';
import { requestContext } from './request-context.js';
import { RequestShapeInterceptor } from './request-shape.interceptor.js';
import { RequestValidationPipe } from './request-validation.pipe.js';

/** What holds for every route of the process: the guard, the reading of requests, their validation, the form of errors. */
@Module({
  providers: [
    { provide: WrongKeyLimit, useFactory: (clock: Clock) => new WrongKeyLimit(clock), inject: [CLOCK] },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: RequestShapeInterceptor },
    { provide: APP_PIPE, useClass: RequestValidationPipe },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class HttpEdgeModule {}

/** What the HTTP edge needs from the process. */
export interface HttpEdgeOptions {
  readonly log: Log;
  readonly metrics: Registry;
  /** How many proxies in front are believed when they say who the client is. */
  readonly trustedProxies: number;
}

/** The content security policy: nothing is loaded, but by the documentation page from this server. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
};

/** Prepares an application made with `bodyParser: false` and HttpEdgeModule; to be called before it is initialised. */
export function prepareHttpEdge(
  app: INestApplication,
  { log, metrics, trustedProxies }: HttpEdgeOptions,
): void {
  const express = app as NestExpressApplication;
  express.disable('x-powered-by');
  express.set('trust proxy', trustedProxies);
  express.set('query parser', parseQuery);
  express.use(
    requestContext,
    observeRequests(metrics, log),
    helmet({ contentSecurityPolicy }),
    noStore,
    checkTarget,
  );
  answerBrokenRequests(express.getHttpServer());
}

function noStore(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}
