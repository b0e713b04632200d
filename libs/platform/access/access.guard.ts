import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { notFound, Problem } from '../http/problem.js';
import { bodyRulesOf } from '../http/body/body-rules.js';
import { Authenticator } from './authenticator.js';
import { takeBodyKey } from './body-key.js';
import { rememberCaller, type Caller, type Role } from './caller.js';
import { headerKey } from './header-key.js';
import { KEY_IN_ANY_FORM, OPEN, ROLES } from './route-access.js';
import { WrongKeyLimit } from './wrong-key-limit.js';

/** Lets nobody through who has not shown a key that the route is for. Bound globally: routes are guarded unless marked. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(WrongKeyLimit) private readonly wrongKeys: WrongKeyLimit,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.metadata<boolean>(OPEN, context) === true) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const inAnyForm = this.metadata<boolean>(KEY_IN_ANY_FORM, context) === true;
    const key = inAnyForm ? await this.anyKey(request, context) : headerKey(request, ['bearer']);
    const caller = this.authenticate(key, request);
    const organization = request.params['org'];
    if (organization !== undefined && organization !== caller.organization) {
      throw inAnyForm ? unauthenticated() : notFound();
    }
    checkRole(caller, this.metadata<readonly Role[]>(ROLES, context) ?? []);
    rememberCaller(request, caller);
    return true;
  }

  private async anyKey(request: Request, context: ExecutionContext): Promise<string | undefined> {
    return (
      headerKey(request, ['bearer', 'apikey']) ??
      (await takeBodyKey(request, bodyRulesOf(context, this.reflector)))
    );
  }

  private authenticate(key: string | undefined, request: Request): Caller {
    if (key === undefined) throw unauthenticated();
    const caller = this.authenticator.authenticate(key);
    if (caller !== undefined) return caller;
    const retryAfterSeconds = this.wrongKeys.count(request.ip ?? 'unknown');
    if (retryAfterSeconds === undefined) throw unauthenticated();
    throw new Problem(429, 'rate-limited', 'Too many wrong keys came from this address.', {
      retryAfterSeconds,
    });
  }

  private metadata<Value>(name: symbol, context: ExecutionContext): Value | undefined {
    return this.reflector.getAllAndOverride<Value | undefined>(name, [
      context.getHandler(),
      context.getClass(),
    ]);
  }
}

function checkRole(caller: Caller, allowed: readonly Role[]): void {
  if (caller.role === 'admin' || allowed.includes(caller.role)) return;
  throw new Problem(403, 'forbidden', `A ${caller.role} key may not do this.`);
}

function unauthenticated(): Problem {
  return new Problem(401, 'unauthenticated', 'This needs a valid API key: Authorization: Bearer <key>.', {
    headers: { 'WWW-Authenticate': 'Bearer realm="build snapshots"' },
  });
}
