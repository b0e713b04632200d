import { Injectable } from '@nestjs/common';
import { AddBuild } from '../build/add-build.js';
import { AddOrganization } from '../organization/add-organization.js';
import { AddPipeline } from '../pipeline/add-pipeline.js';
import { AddToken } from '../token/add-token.js';
import { WorldFile } from '../world/world-file.js';
import { World } from '../world/world.js';
import { DEMO_BUILDS, DEMO_PIPELINES } from './demo-builds.js';

/** The world that the demo shows. */
@Injectable()
export class DemoWorld {
  constructor(
    private readonly world: World,
    private readonly organizations: AddOrganization,
    private readonly pipelines: AddPipeline,
    private readonly builds: AddBuild,
    private readonly tokens: AddToken,
    private readonly file: WorldFile,
  ) {}

  /** Fills an empty world, and lets the token of that value open it; a world that is there stays as it is. */
  async seed(token: string | undefined): Promise<void> {
    if (this.world.isEmpty) {
      this.organizations.add({ slug: 'acme', name: 'Acme' });
      DEMO_PIPELINES.forEach((pipeline) => this.pipelines.add(pipeline));
      DEMO_BUILDS.forEach((build) => this.builds.add(build));
    }
    if (token !== undefined) {
      const user = { name: 'Ada Admin', email: 'ada@acme.example' };
      this.tokens.add({ label: 'demo', value: token, user, organizations: ['acme'] });
    }
    await this.file.save();
  }
}
