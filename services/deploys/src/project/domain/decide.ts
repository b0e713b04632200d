import { Refused } from '#libs/event-store';
import type { ProjectCommand } from './commands.js';
import type { CodeDeploymentDetails, ProjectEvent } from './events.js';
import { findCodeDeployment, findProject, type Project, type Projects } from './state.js';

/** A new project has this environment, as Sleuth's own do. */
const firstEnvironment = { environment: 'production', name: 'Production', isDefault: true } as const;

/**
 * What follows from a command; nothing when it changes nothing.
 * @throws Refused `slug-taken`, `project-not-found`, `code-deployment-not-found`
 */
export function decide({ type, data }: ProjectCommand, state: Projects): ProjectEvent[] {
  switch (type) {
    case 'CreateProject':
      if (findProject(state, data.project)) throw slugTaken('project', data.project);
      return [
        { type: 'ProjectCreated', data },
        { type: 'EnvironmentAdded', data: { project: data.project, ...firstEnvironment, at: data.at } },
      ];

    case 'AddEnvironment': {
      const { environments } = existingProject(state, data.project);
      if (environments.some(({ slug }) => slug === data.environment))
        throw slugTaken('environment', data.environment);
      return [{ type: 'EnvironmentAdded', data: { ...data, isDefault: false } }];
    }

    case 'AddCodeDeployment':
      existingProject(state, data.project);
      if (findCodeDeployment(state, data.codeDeployment))
        throw slugTaken('code deployment', data.codeDeployment);
      return [{ type: 'CodeDeploymentAdded', data }];

    case 'ChangeCodeDeployment': {
      const { name, repository, branch } = existingCodeDeployment(state, data);
      const isSame = name === data.name && repository === data.repository && branch === data.branch;
      return isSame ? [] : [{ type: 'CodeDeploymentChanged', data }];
    }

    case 'RemoveCodeDeployment':
      existingCodeDeployment(state, data);
      return [{ type: 'CodeDeploymentRemoved', data }];
  }
}

function existingProject(state: Projects, slug: string): Project {
  const project = findProject(state, slug);
  if (!project) throw new Refused('project-not-found', `There is no project ${slug}.`);
  return project;
}

function existingCodeDeployment(
  state: Projects,
  { project, codeDeployment: slug }: { project: string; codeDeployment: string },
): CodeDeploymentDetails {
  const codeDeployment = findCodeDeployment(state, slug);
  if (codeDeployment?.project !== project) {
    throw new Refused('code-deployment-not-found', `Project ${project} has no code deployment ${slug}.`);
  }
  return codeDeployment;
}

function slugTaken(what: string, slug: string): Refused {
  return new Refused(
    'slug-taken',
    `There is a ${what} ${slug} already. Choose another name, or give a slug.`,
  );
}
