import {
  HttpException,
  Injectable,
  SetMetadata,
  type CanActivate,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { callOf, type Call } from '../call/call.js';
import { authenticationRequired, scopeMissing } from '../error/buildkite-error.js';
import { Organizations } from '../organization/organizations.js';
import { countedOrganization, countedUser } from '../rate-limit/counted-for.js';
import { isExhausted, limitHeaders, refusalBody } from '../rate-limit/limit-headers.js';
import { organizationBucket, RateLimits, userBucket } from '../rate-limit/rate-limits.js';
import { Settings } from '../settings/settings.js';
import { isAlive, type Token } from './token.js';

const SCOPE = 'stand-in:scope';

/** The scope that an endpoint asks for (Buildkite docs: the "Required scope" line of each endpoint). */
export function RequiresScope(scope: string): CustomDecorator {
  return SetMetadata(SCOPE, scope);
}

/** Lets a request with a live token pass that has the endpoint's scope and is within both rate limits. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly rateLimits: RateLimits,
    private readonly organizations: Organizations,
    private readonly settings: Settings,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const call = callOf(request);
    if (call.token === undefined || !isAlive(call.token, call.nowMs)) throw authenticationRequired();
    const scope = this.reflector.getAllAndOverride<string | undefined>(SCOPE, [
      context.getHandler(),
      context.getClass(),
    ]);
    response.setHeader('X-OAuth-Scopes', call.token.scopes.join(','));
    if (scope !== undefined) response.setHeader('X-Accepted-OAuth-Scopes', scope);
    this.countRequest(call, call.token, response);
    if (scope !== undefined && !call.token.scopes.includes(scope)) throw scopeMissing(scope);
    return true;
  }

  private countRequest(call: Call, token: Token, response: Response): void {
    const { organizationLimit, userLimit } = this.settings.values;
    const slug = countedOrganization(token, call.url.pathname) ?? token.label;
    const own = this.organizations.find(slug)?.rateLimit ?? organizationLimit;
    const organization = this.rateLimits.count(organizationBucket(slug), own, call.nowMs);
    const user = this.rateLimits.count(userBucket(countedUser(token)), userLimit, call.nowMs);
    response.set(limitHeaders(organization, user));
    if (isExhausted(user)) throw new HttpException(refusalBody('rest_user', user), 429);
    if (isExhausted(organization)) throw new HttpException(refusalBody('rest', organization), 429);
  }
}
