import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { CurrentCall, CurrentToken, type Call } from '../call/call.js';
import { Organizations } from '../organization/organizations.js';
import type { Token } from '../token/token.js';
import { RequiresScope, TokenGuard } from '../token/token.guard.js';
import type { LimitReading } from './limit-headers.js';
import { organizationBucket, RateLimits } from './rate-limits.js';

const GRAPHQL: LimitReading = { limit: 20_000, used: 0, resetSeconds: 300 };

function scopeView({ limit, used, resetSeconds }: LimitReading, nowMs: number): Record<string, unknown> {
  const resetAt = new Date(nowMs + resetSeconds * 1_000).toISOString().replace(/\.\d+Z$/, 'Z');
  return { limit, current: used, reset: resetSeconds, reset_at: resetAt, enforced: true };
}

/** Where an organization's limit stands; it is a request like any other (Buildkite docs: REST API › Organizations › Rate limits). */
@Controller('v2/organizations/:organization/rate_limit')
@UseGuards(TokenGuard)
@RequiresScope('read_accounts')
export class RateLimitController {
  constructor(
    private readonly organizations: Organizations,
    private readonly rateLimits: RateLimits,
  ) {}

  @Get()
  show(
    @Param('organization') slug: string,
    @CurrentCall() { nowMs }: Call,
    @CurrentToken() token: Token,
  ): Record<string, unknown> {
    const organization = this.organizations.accessible(slug, token);
    const rest = this.rateLimits.last(organizationBucket(organization.slug));
    return {
      scopes: {
        ...(rest !== undefined && { rest: scopeView(rest, nowMs) }),
        graphql: scopeView(GRAPHQL, nowMs),
      },
    };
  }
}
