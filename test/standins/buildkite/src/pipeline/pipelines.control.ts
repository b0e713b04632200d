import { Body, Controller, Delete, HttpCode, Param, Patch, Post, UseGuards } from '@nestjs/common';
import { LoopbackGuard } from '../control/loopback.guard.js';
import { SchemaPipe } from '../control/schema.pipe.js';
import { WorldFile } from '../world/world-file.js';
import { AddPipeline } from './add-pipeline.js';
import type { Pipeline, PipelineChange, PipelineSpec } from './pipeline.js';
import { PIPELINES_SCHEMA, PIPELINE_CHANGE_SCHEMA } from './pipeline.schema.js';

/** Control: pipelines. */
@Controller('_control/pipelines')
@UseGuards(LoopbackGuard)
export class PipelinesControl {
  constructor(
    private readonly addPipeline: AddPipeline,
    private readonly world: WorldFile,
  ) {}

  @Post()
  async add(@Body(new SchemaPipe(PIPELINES_SCHEMA)) specs: PipelineSpec[]): Promise<Pipeline[]> {
    const added = specs.map((spec) => this.addPipeline.add(spec));
    await this.world.save();
    return added;
  }

  @Patch(':organization/:slug')
  async change(
    @Param('organization') organization: string,
    @Param('slug') slug: string,
    @Body(new SchemaPipe(PIPELINE_CHANGE_SCHEMA)) change: PipelineChange,
  ): Promise<Pipeline> {
    const changed = this.addPipeline.change(organization, slug, change);
    await this.world.save();
    return changed;
  }

  @Delete(':organization/:slug')
  @HttpCode(204)
  async remove(@Param('organization') organization: string, @Param('slug') slug: string): Promise<void> {
    this.addPipeline.remove(organization, slug);
    await this.world.save();
  }
}
