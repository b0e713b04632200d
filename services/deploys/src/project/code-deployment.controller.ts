import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Res } from '@nestjs/common';
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
import { codeDeploymentsOf, findCodeDeployment, findProject } from './domain/state.js';
import { ProjectRecords } from './project-records.js';
import { projectRefusals } from './project-refusals.js';
import { codeDeploymentView } from './project-view.js';
import { AddCodeDeploymentBody, CodeDeploymentDetailsBody, CodeDeploymentView } from './project.dto.js';
import { repositoryOf } from './repository-of.js';
import { slugFor } from './slug-for.js';

/** Code deployments: the repository, and if need be the branch, that a team deploys. */
@ApiTags('Code deployments')
@ApiBearerAuth()
@AnswersRefusals(projectRefusals)
@Controller('v1/organizations/:org/projects/:project/code-deployments')
export class CodeDeploymentController {
  constructor(@Inject(ProjectRecords) private readonly records: ProjectRecords) {}

  /** Adds a code deployment. */
  @Post()
  async add(
    @Param('org') organization: string,
    @Param('project') project: string,
    @Body() body: AddCodeDeploymentBody,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CodeDeploymentView> {
    const codeDeployment = slugFor(body);
    const data = { project, codeDeployment, ...detailsOf(body) };
    await this.records.handle(organization, { type: 'AddCodeDeployment', data }, identity, caller.key);
    response.location(
      `/v1/organizations/${organization}/projects/${project}/code-deployments/${codeDeployment}`,
    );
    return this.get(organization, project, codeDeployment);
  }

  /** The project's code deployments, in the order of their slugs. */
  @Get()
  @Roles('viewer', 'deployer')
  async list(
    @Param('org') organization: string,
    @Param('project') project: string,
  ): Promise<CodeDeploymentView[]> {
    const projects = await this.records.of(organization);
    if (!findProject(projects, project)) throw notFound('project-not-found', 'There is no such project.');
    return codeDeploymentsOf(projects, project).map(codeDeploymentView);
  }

  /** One code deployment. */
  @Get(':codeDeployment')
  @Roles('viewer', 'deployer')
  async get(
    @Param('org') organization: string,
    @Param('project') project: string,
    @Param('codeDeployment') slug: string,
  ): Promise<CodeDeploymentView> {
    const found = findCodeDeployment(await this.records.of(organization), slug);
    if (found?.project === project) return codeDeploymentView(found);
    throw notFound('code-deployment-not-found', 'There is no such code deployment in this project.');
  }

  /** Changes name, repository and branch; deploys registered before keep the repository that they had. */
  @Put(':codeDeployment')
  async change(
    @Param('org') organization: string,
    @Param('project') project: string,
    @Param('codeDeployment') codeDeployment: string,
    @Body() body: CodeDeploymentDetailsBody,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
  ): Promise<CodeDeploymentView> {
    const data = { project, codeDeployment, ...detailsOf(body) };
    await this.records.handle(organization, { type: 'ChangeCodeDeployment', data }, identity, caller.key);
    return this.get(organization, project, codeDeployment);
  }

  /** Removes a code deployment; its deploys and their snapshots stay. */
  @Delete(':codeDeployment')
  @HttpCode(204)
  async remove(
    @Param('org') organization: string,
    @Param('project') project: string,
    @Param('codeDeployment') codeDeployment: string,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
  ): Promise<void> {
    const data = { project, codeDeployment };
    await this.records.handle(organization, { type: 'RemoveCodeDeployment', data }, identity, caller.key);
  }
}

function detailsOf({ name, repository, branch }: CodeDeploymentDetailsBody) {
  return { name, repository: repositoryOf(repository), branch: branch ?? null };
}
