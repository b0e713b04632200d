import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { notFound, Problem } from '../http/problem.js';
import { Authenticator } from './authenticator.js';
import { rememberCaller, type Caller, type Role } from './caller.js';
import { headerKey } from './header-key.js';
import { KEY_IN_ANY_FORM, OPEN, ROLES } from './route-access.js';

/** Lets nobody through who has not shown a key that the route is for. Bound globally: routes are guarded unless marked. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.metadata<boolean>(OPEN, context) === true) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const inAnyForm = this.metadata<boolean>(KEY_IN_ANY_FORM, context) === true;
    const key = headerKey(request, inAnyForm ? ['bearer', 'apikey'] : ['bearer']);
    const caller = key === undefined ? undefined : this.authenticator.authenticate(key);
    if (caller === undefined) throw unauthenticated();
    const organization = request.params['org'];
    if (organization !== undefined && organization !== caller.organization) {
      throw inAnyForm ? unauthenticated() : notFound();
    }
    this.checkRole(caller, this.metadata<readonly Role[]>(ROLES, context) ?? []);
    rememberCaller(request, caller);
    return true;
  }

  private checkRole(caller: Caller, allowed: readonly Role[]): void {
    if (caller.role === 'admin' || allowed.includes(caller.role)) return;
    throw new Problem(403, 'forbidden', `A ${caller.role} key may not do this.`);
  }

  private metadata<Value>(name: symbol, context: ExecutionContext): Value | undefined {
    return this.reflector.getAllAndOverride<Value | undefined>(name, [
      context.getHandler(),
      context.getClass(),
    ]);
  }
}

function unauthenticated(): Problem {
  return new Problem(401, 'unauthenticated', 'This needs a valid API key: Authorization: Bearer <key>.', {
    headers: { 'WWW-Authenticate': 'Bearer realm="build snapshots"' },
  });
}
