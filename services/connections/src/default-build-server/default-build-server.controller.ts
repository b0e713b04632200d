import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import {
  AnswersRefusals,
  CurrentCaller,
  CurrentCommand,
  notFound,
  Roles,
  type Caller,
  type CommandIdentity,
} from '#libs/platform';
import { integrationRefusals } from '../connection/connection-refusals.js';
import { findDefault } from '../integration/domain/state.js';
import { Integrations } from '../integration/integrations.js';
import { KnownCodeDeployments } from '../known-code-deployments/known-code-deployments.js';
import { BuildServerBody, DefaultBuildServerView } from './default-build-server.dto.js';

/** The connection that a project reads builds from unless a code deployment has one of its own. */
@ApiTags('Default build server')
@ApiBearerAuth()
@AnswersRefusals(integrationRefusals)
@Controller('v1/organizations/:org/integrations/buildkite/default-build-servers/:project')
export class DefaultBuildServerController {
  constructor(
    @Inject(Integrations) private readonly integrations: Integrations,
    @Inject(KnownCodeDeployments) private readonly codeDeployments: KnownCodeDeployments,
  ) {}

  /** Sets the project's default build server; it takes effect for deploys from now on. */
  @Put()
  async set(
    @Param('org') organization: string,
    @Param('project') project: string,
    @Body() { connection }: BuildServerBody,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
  ): Promise<DefaultBuildServerView> {
    const hasCodeDeployment = await this.codeDeployments.hasAny(organization, project);
    await this.integrations.handle(
      organization,
      { type: 'SetDefaultBuildServer', data: { project, connection, hasCodeDeployment } },
      { ...identity, by: caller.key },
    );
    return { project, connection };
  }

  /** The project's default build server. */
  @Get()
  @Roles('viewer', 'deployer')
  async get(
    @Param('org') organization: string,
    @Param('project') project: string,
  ): Promise<DefaultBuildServerView> {
    const set = findDefault(await this.integrations.of(organization), project);
    if (!set)
      throw notFound('default-build-server-not-set', `Project ${project} has no default build server.`);
    return set;
  }

  /** Clears it; nothing happens when there is none. */
  @Delete()
  @HttpCode(204)
  async clear(
    @Param('org') organization: string,
    @Param('project') project: string,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
  ): Promise<void> {
    await this.integrations.handle(
      organization,
      { type: 'ClearDefaultBuildServer', data: { project } },
      { ...identity, by: caller.key },
    );
  }
}
