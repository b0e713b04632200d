import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import {
  AnswersRefusals,
  CurrentCaller,
  CurrentCommand,
  decodeCursor,
  notFound,
  pageOf,
  PageQuery,
  Roles,
  type Caller,
  type CommandIdentity,
} from '#libs/platform';
import { findProject } from './domain/state.js';
import { ProjectRecords } from './project-records.js';
import { projectRefusals } from './project-refusals.js';
import { projectView } from './project-view.js';
import { EnvironmentView, NamedBody, ProjectPage, ProjectView } from './project.dto.js';
import { slugFor } from './slug-for.js';

/** Projects and their environments. */
@ApiTags('Projects')
@ApiBearerAuth()
@AnswersRefusals(projectRefusals)
@Controller('v1/organizations/:org/projects')
export class ProjectController {
  constructor(@Inject(ProjectRecords) private readonly records: ProjectRecords) {}

  /** Creates a project; it has an environment `production`, which is its default one. */
  @Post()
  async create(
    @Param('org') organization: string,
    @Body() body: NamedBody,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ProjectView> {
    const project = slugFor(body);
    const data = { project, name: body.name };
    await this.records.handle(organization, { type: 'CreateProject', data }, identity, caller.key);
    response.location(`/v1/organizations/${organization}/projects/${project}`);
    return this.get(organization, project);
  }

  /** All projects, in the order of their slugs. */
  @Get()
  @Roles('viewer', 'deployer')
  async list(@Param('org') organization: string, @Query() { limit, after }: PageQuery): Promise<ProjectPage> {
    const projects = await this.records.of(organization);
    const scope = `projects ${organization}`;
    const from = after === undefined ? '' : String(decodeCursor(scope, after)[0]);
    const found = Object.values(projects.projects)
      .filter(({ slug }) => slug > from)
      .sort((one, other) => (one.slug < other.slug ? -1 : 1))
      .map((project) => projectView(project, projects));
    const { items, next } = pageOf(found, limit, scope, ({ slug }) => [slug]);
    return { items: [...items], next };
  }

  /** One project. */
  @Get(':project')
  @Roles('viewer', 'deployer')
  async get(@Param('org') organization: string, @Param('project') slug: string): Promise<ProjectView> {
    const projects = await this.records.of(organization);
    const project = findProject(projects, slug);
    if (!project) throw notFound('project-not-found', 'There is no such project.');
    return projectView(project, projects);
  }

  /** Adds an environment. */
  @Post(':project/environments')
  async addEnvironment(
    @Param('org') organization: string,
    @Param('project') project: string,
    @Body() body: NamedBody,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
  ): Promise<EnvironmentView> {
    const environment = slugFor(body);
    const data = { project, environment, name: body.name };
    await this.records.handle(organization, { type: 'AddEnvironment', data }, identity, caller.key);
    return { slug: environment, name: body.name, isDefault: false };
  }

  /** The project's environments, oldest first. */
  @Get(':project/environments')
  @Roles('viewer', 'deployer')
  async environments(
    @Param('org') organization: string,
    @Param('project') project: string,
  ): Promise<EnvironmentView[]> {
    return (await this.get(organization, project)).environments;
  }
}
