import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import type { Log } from '../log.js';
import { scrub } from '../logging/scrub.js';
import { LOG } from '../tokens.js';
import { writeProblemHeaders } from './problem.filter.js';
import { problemOf } from './problem-of.js';

/** Answers errors as plain text: for routes that speak a contract older than problem details. */
@Catch()
export class PlainTextProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const problem = problemOf(error);
    if (problem.status === 500) this.log.error({ error }, 'A request failed for a reason of ours.');
    writeProblemHeaders(response, problem);
    const faults = (problem.extras.errors ?? []).map(({ pointer, parameter, message }) => {
      const field = pointer?.slice(1) ?? parameter ?? '';
      return field === '' ? '' : `\n${field} ${message}`;
    });
    response
      .status(problem.status)
      .type('text/plain')
      .send(scrub(`${problem.detail}${faults.join('')}`));
  }
}
