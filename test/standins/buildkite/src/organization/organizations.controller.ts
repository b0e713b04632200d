import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { CurrentCall, CurrentToken, type Call } from '../call/call.js';
import { pageQuery } from '../paging/page-query.js';
import { Page } from '../paging/page.js';
import { RequiresScope, TokenGuard } from '../token/token.guard.js';
import type { Token } from '../token/token.js';
import { organizationView } from './organization-view.js';
import { Organizations } from './organizations.js';

/** The organizations that a token may access (Buildkite docs: REST API › Organizations). */
@Controller('v2/organizations')
@UseGuards(TokenGuard)
@RequiresScope('read_organizations')
export class OrganizationsController {
  constructor(private readonly organizations: Organizations) {}

  @Get()
  list(@CurrentCall() call: Call, @CurrentToken() token: Token): Page<Record<string, unknown>> {
    const accessible = this.organizations.all().filter(({ slug }) => token.organizations.includes(slug));
    return Page.of(accessible, pageQuery(call.url.searchParams)).map((organization) =>
      organizationView(organization, call.origin),
    );
  }

  @Get(':organization')
  show(
    @Param('organization') slug: string,
    @CurrentCall() call: Call,
    @CurrentToken() token: Token,
  ): Record<string, unknown> {
    return organizationView(this.organizations.accessible(slug, token), call.origin);
  }
}
