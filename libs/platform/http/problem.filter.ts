import { Catch, Inject, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { randomUUID } from 'node:crypto';
import type { Log } from '../log.js';
import { LOG } from '../tokens.js';
import { allowedMethods } from './allowed-methods.js';
import { scrub } from '../logging/scrub.js';
import { notFound, Problem, problemDocument } from './problem.js';
import { problemOf } from './problem-of.js';
import { currentRequestId } from './request-context.js';

/** Answers every error of a request as `application/problem+json` and logs those that are ours. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = error instanceof NotFoundException ? unmatched(request) : problemOf(error);
    if (problem.status === 500) {
      this.log.error({ error, method: request.method }, 'A request failed for a reason of ours.');
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendProblem(response, problem);
  }
}

/** Nest's router found no route. Features say `notFound()` instead of throwing Nest's exception. */
function unmatched(request: Request): Problem {
  const allowed = allowedMethods(request);
  if (allowed.length === 0 && request.method !== 'TRACE') return notFound();
  return new Problem(405, 'method-not-allowed', 'This address has other methods.', {
    headers: { Allow: allowed.join(', ') },
  });
}

/** Writes a problem as the answer. */
export function sendProblem(response: Response, problem: Problem): void {
  writeProblemHeaders(response, problem);
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(scrub(JSON.stringify(problemDocument(problem, currentRequestId() ?? randomUUID()))));
}

/** The headers that a problem asks for, whatever form its body takes. */
export function writeProblemHeaders(response: Response, problem: Problem): void {
  for (const [name, value] of Object.entries(problem.extras.headers ?? {})) response.setHeader(name, value);
  if (problem.extras.retryAfterSeconds !== undefined) {
    response.setHeader('Retry-After', String(Math.max(1, Math.ceil(problem.extras.retryAfterSeconds))));
  }
}
