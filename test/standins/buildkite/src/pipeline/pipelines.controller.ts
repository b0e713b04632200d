import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { Builds } from '../build/builds.js';
import { CurrentCall, CurrentToken, type Call } from '../call/call.js';
import { Organizations } from '../organization/organizations.js';
import { pageQuery } from '../paging/page-query.js';
import { Page } from '../paging/page.js';
import { RequiresScope, TokenGuard } from '../token/token.guard.js';
import type { Token } from '../token/token.js';
import { pipelineCounts } from './pipeline-counts.js';
import { pipelineView } from './pipeline-view.js';
import type { Pipeline } from './pipeline.js';
import { Pipelines } from './pipelines.js';

function contains(text: string, part: string | null): boolean {
  return part === null || text.toLowerCase().includes(part.toLowerCase());
}

/** The pipelines of an organization, archived ones included (Buildkite docs: REST API › Pipelines). */
@Controller('v2/organizations/:organization/pipelines')
@UseGuards(TokenGuard)
@RequiresScope('read_pipelines')
export class PipelinesController {
  constructor(
    private readonly organizations: Organizations,
    private readonly pipelines: Pipelines,
    private readonly builds: Builds,
  ) {}

  @Get()
  list(
    @Param('organization') slug: string,
    @CurrentCall() call: Call,
    @CurrentToken() token: Token,
  ): Page<Record<string, unknown>> {
    const { searchParams } = call.url;
    const found = this.pipelines
      .ofOrganization(this.organizations.accessible(slug, token).slug)
      .filter(({ name }) => contains(name, searchParams.get('name')))
      .filter(({ repository }) => contains(repository, searchParams.get('repository')));
    return Page.of(found, pageQuery(searchParams)).map((pipeline) => this.view(pipeline, call));
  }

  @Get(':pipeline')
  show(
    @Param('organization') slug: string,
    @Param('pipeline') pipeline: string,
    @CurrentCall() call: Call,
    @CurrentToken() token: Token,
  ): Record<string, unknown> {
    const organization = this.organizations.accessible(slug, token);
    return this.view(this.pipelines.get(organization.slug, pipeline), call);
  }

  private view(pipeline: Pipeline, { origin, nowMs }: Call): Record<string, unknown> {
    return pipelineView(pipeline, origin, pipelineCounts(this.builds, pipeline.id, nowMs));
  }
}
