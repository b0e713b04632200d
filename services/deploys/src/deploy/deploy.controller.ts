import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import {
  AnswersRefusals,
  CurrentCaller,
  CurrentCommand,
  notFound,
  Roles,
  type Caller,
  type CommandIdentity,
} from '#libs/platform';
import { deployRefusals } from './deploy-refusals.js';
import { deployView } from './deploy-view.js';
import { DeployPage, DeployQuery, DeployView, RegisterDeployBody } from './deploy.dto.js';
import { Deploys } from './deploys.js';
import { ListDeploys } from './list-deploys.js';

/** Deploys: a SHA in an environment at a time. */
@ApiTags('Deploys')
@ApiBearerAuth()
@AnswersRefusals(deployRefusals)
@Controller('v1/organizations/:org/deploys')
export class DeployController {
  constructor(
    @Inject(Deploys) private readonly deploys: Deploys,
    @Inject(ListDeploys) private readonly listing: ListDeploys,
  ) {}

  /** Registers a deploy. 201 for a new one, 200 with the deploy that is there for an ignored duplicate. */
  @Post()
  @Roles('deployer')
  async register(
    @Param('org') organization: string,
    @Body() { deployedAt, ...body }: RegisterDeployBody,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DeployView> {
    const registration = { ...body, deployedAt: deployedAt === undefined ? undefined : new Date(deployedAt) };
    const { deploy, isNew } = await this.deploys.register(organization, registration, identity, caller.key);
    response.status(isNew ? 201 : 200);
    response.location(`/v1/organizations/${organization}/deploys/${deploy.id}`);
    return deployView(deploy);
  }

  /** Deploys, newest first. */
  @Get()
  @Roles('viewer', 'deployer')
  async list(@Param('org') organization: string, @Query() query: DeployQuery): Promise<DeployPage> {
    const { items, next } = await this.listing.page(organization, query);
    return { items: items.map(deployView), next };
  }

  /** One deploy. */
  @Get(':deploy')
  @Roles('viewer', 'deployer')
  async get(@Param('org') organization: string, @Param('deploy') id: string): Promise<DeployView> {
    const deploy = await this.deploys.find(organization, id);
    if (!deploy) throw notFound('deploy-not-found', 'There is no such deploy.');
    return deployView(deploy);
  }

  /** Deletes a deploy. */
  @Delete(':deploy')
  @HttpCode(204)
  async delete(
    @Param('org') organization: string,
    @Param('deploy') id: string,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
  ): Promise<void> {
    await this.deploys.delete(organization, id, identity, caller.key);
  }
}
