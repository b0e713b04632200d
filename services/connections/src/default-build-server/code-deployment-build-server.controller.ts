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
import { findOverride } from '../integration/domain/state.js';
import { Integrations } from '../integration/integrations.js';
import { KnownCodeDeployments } from '../known-code-deployments/known-code-deployments.js';
import { BuildServerBody, CodeDeploymentBuildServerView } from './default-build-server.dto.js';

/** The connection that one code deployment reads builds from, whatever its project's default is. */
@ApiTags('Default build server')
@ApiBearerAuth()
@AnswersRefusals(integrationRefusals)
@Controller(
  'v1/organizations/:org/integrations/buildkite/default-build-servers/:project/code-deployments/:codeDeployment',
)
export class CodeDeploymentBuildServerController {
  constructor(
    @Inject(Integrations) private readonly integrations: Integrations,
    @Inject(KnownCodeDeployments) private readonly codeDeployments: KnownCodeDeployments,
  ) {}

  /** Sets the code deployment's own build server; it takes effect for deploys from now on. */
  @Put()
  async set(
    @Param('org') organization: string,
    @Param('project') project: string,
    @Param('codeDeployment') codeDeployment: string,
    @Body() { connection }: BuildServerBody,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
  ): Promise<CodeDeploymentBuildServerView> {
    const isKnown = await this.codeDeployments.has(organization, project, codeDeployment);
    await this.integrations.handle(
      organization,
      { type: 'SetCodeDeploymentBuildServer', data: { project, codeDeployment, connection, isKnown } },
      { ...identity, by: caller.key },
    );
    return { project, codeDeployment, connection };
  }

  /** The code deployment's own build server. */
  @Get()
  @Roles('viewer', 'deployer')
  async get(
    @Param('org') organization: string,
    @Param('project') project: string,
    @Param('codeDeployment') codeDeployment: string,
  ): Promise<CodeDeploymentBuildServerView> {
    const set = findOverride(await this.integrations.of(organization), { project, codeDeployment });
    if (set) return set;
    throw notFound(
      'default-build-server-not-set',
      `Code deployment ${codeDeployment} of project ${project} has no build server of its own.`,
    );
  }

  /** Clears it: the project's default holds again. Nothing happens when there is none. */
  @Delete()
  @HttpCode(204)
  async clear(
    @Param('org') organization: string,
    @Param('project') project: string,
    @Param('codeDeployment') codeDeployment: string,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
  ): Promise<void> {
    await this.integrations.handle(
      organization,
      { type: 'ClearCodeDeploymentBuildServer', data: { project, codeDeployment } },
      { ...identity, by: caller.key },
    );
  }
}
