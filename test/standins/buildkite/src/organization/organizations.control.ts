import { Body, Controller, Post, UseGuards } from '@nestjs/common';
import { LoopbackGuard } from '../control/loopback.guard.js';
import { SchemaPipe } from '../control/schema.pipe.js';
import { WorldFile } from '../world/world-file.js';
import { AddOrganization } from './add-organization.js';
import type { Organization, OrganizationSpec } from './organization.js';
import { ORGANIZATIONS_SCHEMA } from './organization.schema.js';

/** Control: organizations. */
@Controller('_control/organizations')
@UseGuards(LoopbackGuard)
export class OrganizationsControl {
  constructor(
    private readonly addOrganization: AddOrganization,
    private readonly world: WorldFile,
  ) {}

  @Post()
  async add(@Body(new SchemaPipe(ORGANIZATIONS_SCHEMA)) specs: OrganizationSpec[]): Promise<Organization[]> {
    const added = specs.map((spec) => this.addOrganization.add(spec));
    await this.world.save();
    return added;
  }
}
