import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { CurrentCall, CurrentToken, type Call } from '../call/call.js';
import { listedTooDeep, notFound } from '../error/buildkite-error.js';
import { jobStateCounts, withStates } from '../job/job-states.js';
import { Organizations } from '../organization/organizations.js';
import { pageQuery } from '../paging/page-query.js';
import { Page } from '../paging/page.js';
import { Pipelines } from '../pipeline/pipelines.js';
import { Settings } from '../settings/settings.js';
import { RequiresScope, TokenGuard } from '../token/token.guard.js';
import type { Token } from '../token/token.js';
import { buildFilter, buildShape } from './build-query.js';
import { BuildReply } from './build-reply.js';
import { Builds, type BuildScope } from './builds.js';
import { listBuilds } from './list-builds.js';

type Json = Record<string, unknown>;

/** The three lists of builds and one build (Buildkite docs: REST API › Builds). */
@Controller('v2')
@UseGuards(TokenGuard)
@RequiresScope('read_builds')
export class BuildsController {
  constructor(
    private readonly organizations: Organizations,
    private readonly pipelines: Pipelines,
    private readonly builds: Builds,
    private readonly reply: BuildReply,
    private readonly settings: Settings,
  ) {}

  @Get('builds')
  ofToken(@CurrentCall() call: Call, @CurrentToken() token: Token): Page<Json> {
    return this.list({ kind: 'organizations', slugs: new Set(token.organizations) }, call);
  }

  @Get('organizations/:organization/builds')
  ofOrganization(
    @Param('organization') organization: string,
    @CurrentCall() call: Call,
    @CurrentToken() token: Token,
  ): Page<Json> {
    const { slug } = this.organizations.accessible(organization, token);
    return this.list({ kind: 'organizations', slugs: new Set([slug]) }, call);
  }

  @Get('organizations/:organization/pipelines/:pipeline/builds')
  ofPipeline(
    @Param('organization') organization: string,
    @Param('pipeline') pipeline: string,
    @CurrentCall() call: Call,
    @CurrentToken() token: Token,
  ): Page<Json> {
    const { slug } = this.organizations.accessible(organization, token);
    return this.list({ kind: 'pipeline', pipelineId: this.pipelines.get(slug, pipeline).id }, call);
  }

  @Get('organizations/:organization/pipelines/:pipeline/builds/:number')
  show(
    @Param('organization') organization: string,
    @Param('pipeline') pipeline: string,
    @Param('number') number: string,
    @CurrentCall() call: Call,
    @CurrentToken() token: Token,
  ): Json {
    const { slug } = this.organizations.accessible(organization, token);
    const build = this.builds.findNumber(this.pipelines.get(slug, pipeline).id, Number(number));
    const phase = build?.phaseAt(call.nowMs);
    if (build === undefined || phase === undefined) throw notFound('build');
    const { searchParams } = call.url;
    const shape = buildShape(searchParams);
    const attempts = this.reply.attempts(build, shape.includeRetriedJobs, call.nowMs);
    const jobs = this.reply.jobViews(build, withStates(attempts, searchParams.getAll('job_states[]')), call);
    return {
      ...this.reply.one(build, phase, { ...shape, excludeJobs: true }, call),
      ...(!shape.excludeJobs && { jobs }),
      job_state_counts: jobStateCounts(attempts),
    };
  }

  private list(scope: BuildScope, call: Call): Page<Json> {
    const { searchParams } = call.url;
    const page = pageQuery(searchParams);
    if ((page.page - 1) * page.perPage >= this.settings.values.deepestBuild) throw listedTooDeep();
    const { items, more } = listBuilds(this.builds, scope, buildFilter(searchParams), page, call.nowMs);
    return new Page(this.reply.many(items, buildShape(searchParams), call), page, more, undefined);
  }
}
