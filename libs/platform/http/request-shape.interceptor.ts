import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { takeBodyKey } from '../access/body-key.js';
import { KEY_IN_ANY_FORM } from '../access/route-access.js';
import { bodyRulesOf } from './body/body-rules.js';
import { readBody } from './body/read-body.js';
import { handlerParameters } from './handler-parameters.js';
import { Problem } from './problem.js';

/** Behind the guard, before the pipes: reads the body of routes that have one and refuses unknown query parameters. */
@Injectable()
export class RequestShapeInterceptor implements NestInterceptor {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const asked = handlerParameters(context);
    refuseUnknown(Object.keys(request.query), asked.query);
    const rules = bodyRulesOf(context, this.reflector);
    if (asked.body) await readBody(request, rules);
    if (asked.body && this.takesKeyInBody(context)) await takeBodyKey(request, rules);
    return next.handle();
  }

  private takesKeyInBody(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<boolean | undefined>(KEY_IN_ANY_FORM, targets) === true;
  }
}

function refuseUnknown(sent: readonly string[], known: 'all' | readonly string[]): void {
  if (known === 'all') return;
  const unknown = sent.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new Problem(400, 'unknown-parameter', 'This takes other query parameters.', {
    errors: unknown.map((name) => ({
      parameter: name.slice(0, 64),
      code: 'unknown-parameter',
      message: 'is not known',
    })),
  });
}
