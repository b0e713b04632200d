import type { CodeDeploymentDetails } from './domain/events.js';
import { codeDeploymentsOf, type Project, type Projects } from './domain/state.js';
import type { CodeDeploymentView, ProjectView } from './project.dto.js';

/** A project as the API shows it, with its environments and code deployments. */
export function projectView(project: Project, projects: Projects): ProjectView {
  return {
    slug: project.slug,
    name: project.name,
    environments: project.environments.map((environment) => ({ ...environment })),
    codeDeployments: codeDeploymentsOf(projects, project.slug).map(codeDeploymentView),
  };
}

/** A code deployment as the API shows it. */
export function codeDeploymentView(details: CodeDeploymentDetails): CodeDeploymentView {
  const { codeDeployment: slug, name, project, repository, branch } = details;
  return { slug, name, project, repository, branch };
}
