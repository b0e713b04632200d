import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { BuildReply } from '../build/build-reply.js';
import { Builds } from '../build/builds.js';
import { CurrentCall, CurrentToken, type Call } from '../call/call.js';
import { notFound } from '../error/buildkite-error.js';
import { Organizations } from '../organization/organizations.js';
import { Pipelines } from '../pipeline/pipelines.js';
import { RequiresScope, TokenGuard } from '../token/token.guard.js';
import type { Token } from '../token/token.js';
import { jobsPage } from './jobs-page.js';

/** The jobs of one build, in cursor pages (Buildkite docs: REST API › Jobs). */
@Controller('v2/organizations/:organization/pipelines/:pipeline/builds/:number/jobs')
@UseGuards(TokenGuard)
@RequiresScope('read_builds')
export class JobsController {
  constructor(
    private readonly organizations: Organizations,
    private readonly pipelines: Pipelines,
    private readonly builds: Builds,
    private readonly reply: BuildReply,
  ) {}

  @Get()
  list(
    @Param('organization') organization: string,
    @Param('pipeline') pipeline: string,
    @Param('number') number: string,
    @CurrentCall() call: Call,
    @CurrentToken() token: Token,
  ): Record<string, unknown> {
    const { slug } = this.organizations.accessible(organization, token);
    const build = this.builds.findNumber(this.pipelines.get(slug, pipeline).id, Number(number));
    if (build?.phaseAt(call.nowMs) === undefined) throw notFound('build');
    const { items, links } = jobsPage(this.reply.attempts(build, true, call.nowMs), call.url);
    return { items: this.reply.jobViews(build, items, call), links };
  }
}
