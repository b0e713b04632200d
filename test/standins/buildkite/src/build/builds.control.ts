import { Body, Controller, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { StandInClock } from '../clock/stand-in-clock.js';
import { LoopbackGuard } from '../control/loopback.guard.js';
import { SchemaPipe } from '../control/schema.pipe.js';
import { iso } from '../instant/instant.js';
import { Pipelines } from '../pipeline/pipelines.js';
import { Deliveries } from '../webhook/deliveries.js';
import { WorldFile } from '../world/world-file.js';
import { AddBuild } from './add-build.js';
import type { AddedBuild, BuildSpec, StepSpec } from './build-spec.js';
import { BUILDS_SCHEMA, STEPS_SCHEMA } from './build-spec.schema.js';
import type { TrackedBuild } from './tracked-build.js';

/** Control: builds and what happens to them; webhooks are told what happens at once. */
@Controller('_control/builds')
@UseGuards(LoopbackGuard)
export class BuildsControl {
  constructor(
    private readonly addBuild: AddBuild,
    private readonly pipelines: Pipelines,
    private readonly clock: StandInClock,
    private readonly deliveries: Deliveries,
    private readonly world: WorldFile,
  ) {}

  @Post()
  async add(@Body(new SchemaPipe(BUILDS_SCHEMA)) specs: BuildSpec[]): Promise<AddedBuild[]> {
    const added = specs.map((spec) => this.added(this.addBuild.add(spec)));
    await this.world.save();
    await this.deliveries.sendDue();
    return added;
  }

  @Post(':id/script')
  @HttpCode(200)
  async extend(
    @Param('id') id: string,
    @Body(new SchemaPipe(STEPS_SCHEMA)) steps: StepSpec[],
  ): Promise<AddedBuild> {
    const extended = this.addBuild.extend(id, steps);
    await this.world.save();
    await this.deliveries.sendDue();
    return this.added(extended);
  }

  /** Also brings the build into its phase of now, so that the first list need not do it for all. */
  private added(build: TrackedBuild): AddedBuild {
    build.phaseAt(this.clock.now());
    const { id, number, organization, pipelineId, commit, createdAtMs } = build.record;
    return {
      id,
      number,
      organization,
      pipeline: this.pipelines.ofBuild(pipelineId).slug,
      commit,
      createdAt: iso(createdAtMs),
    };
  }
}
