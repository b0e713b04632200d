import type { CodeDeploymentDetails, ProjectEvent } from './events.js';

/** Where deploys of a project go. */
export interface Environment {
  readonly slug: string;
  readonly name: string;
  /** The one that a deploy goes to when it names none. */
  readonly isDefault: boolean;
}

export interface Project {
  readonly slug: string;
  readonly name: string;
  readonly environments: readonly Environment[];
}

/** An organization's projects and code deployments, by slug; both kinds of slug are unique in the organization. */
export interface Projects {
  readonly projects: Readonly<Record<string, Project>>;
  readonly codeDeployments: Readonly<Record<string, CodeDeploymentDetails>>;
}

export const noProjects: Projects = { projects: {}, codeDeployments: {} };

/** The projects after one more fact. */
export function evolve(state: Projects, { type, data }: ProjectEvent): Projects {
  switch (type) {
    case 'ProjectCreated': {
      const { project: slug, name } = data;
      return { ...state, projects: { ...state.projects, [slug]: { slug, name, environments: [] } } };
    }
    case 'EnvironmentAdded': {
      const { project: owner, environment: slug, name, isDefault } = data;
      const project = findProject(state, owner);
      if (!project) return state;
      const environments = [...project.environments, { slug, name, isDefault }];
      return { ...state, projects: { ...state.projects, [owner]: { ...project, environments } } };
    }
    case 'CodeDeploymentAdded':
    case 'CodeDeploymentChanged': {
      const { at: _, ...details } = data;
      return { ...state, codeDeployments: { ...state.codeDeployments, [data.codeDeployment]: details } };
    }
    case 'CodeDeploymentRemoved': {
      const { [data.codeDeployment]: _, ...codeDeployments } = state.codeDeployments;
      return { ...state, codeDeployments };
    }
  }
}

/** The project with this slug, if there is one. */
export function findProject({ projects }: Projects, slug: string): Project | undefined {
  return Object.hasOwn(projects, slug) ? projects[slug] : undefined;
}

/** The code deployment with this slug, in whichever project. */
export function findCodeDeployment(
  { codeDeployments }: Projects,
  slug: string,
): CodeDeploymentDetails | undefined {
  return Object.hasOwn(codeDeployments, slug) ? codeDeployments[slug] : undefined;
}

/** The code deployments of a project, in the order of their slugs. */
export function codeDeploymentsOf(state: Projects, project: string): CodeDeploymentDetails[] {
  return Object.values(state.codeDeployments)
    .filter((codeDeployment) => codeDeployment.project === project)
    .sort((a, b) => (a.codeDeployment < b.codeDeployment ? -1 : 1));
}
