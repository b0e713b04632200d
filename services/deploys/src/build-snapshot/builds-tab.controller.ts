import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { notFound, Problem, Roles } from '#libs/platform';
import { Deploys } from '../deploy/deploys.js';
import type { DeployDocument } from '../read-model/collections.js';
import { BuildsTab } from './builds-tab.js';
import { BuildsTabQuery, LatestView, SnapshotView } from './builds-tab.dto.js';

/** The builds of a deploy. */
@ApiTags('Build snapshots')
@ApiBearerAuth()
@ApiExtraModels(SnapshotView, LatestView)
@Controller('v1/organizations/:org/deploys/:deploy/builds')
export class BuildsTabController {
  constructor(
    @Inject(Deploys) private readonly deploys: Deploys,
    @Inject(BuildsTab) private readonly tab: BuildsTab,
  ) {}

  /** The builds as they were at the moment of the deploy, or with `view=latest` as they are now. */
  @Get()
  @Roles('viewer', 'deployer')
  @ApiOkResponse({
    schema: { oneOf: [{ $ref: getSchemaPath(SnapshotView) }, { $ref: getSchemaPath(LatestView) }] },
  })
  async get(
    @Param('org') organization: string,
    @Param('deploy') id: string,
    @Query() { revision, view }: BuildsTabQuery,
  ): Promise<SnapshotView | LatestView> {
    const deploy = await this.deploys.find(organization, id);
    if (!deploy) throw notFound('deploy-not-found', 'There is no such deploy.');
    if (view === undefined) return this.snapshot(deploy, revision);
    if (revision === undefined) return this.tab.latest(deploy);
    throw new Problem(400, 'validation', 'Latest has no revisions: ask for view or for revision.', {
      errors: [{ parameter: 'revision', code: 'not-with-view', message: 'must not come with view' }],
    });
  }

  private async snapshot(deploy: DeployDocument, revision?: number): Promise<SnapshotView> {
    const shown = await this.tab.snapshot(deploy, revision);
    if (!shown) throw notFound('revision-not-found', `There is no revision ${revision} of this snapshot.`);
    return shown;
  }
}
