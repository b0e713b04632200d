import { noProjects, evolve } from './domain/state.js';
import type { ProjectEvent } from './domain/events.js';
import { codeDeploymentView, projectView } from './project-view.js';

const at = '2026-11-23T12:00:00.000Z';
const web = {
  project: 'shop',
  codeDeployment: 'shop-web',
  name: 'Shop web',
  repository: 'github.com/acme/shop',
  branch: 'main',
};
const facts: readonly ProjectEvent[] = [
  { type: 'ProjectCreated', data: { project: 'shop', name: 'Shop', at } },
  {
    type: 'EnvironmentAdded',
    data: { project: 'shop', environment: 'production', name: 'Production', isDefault: true, at },
  },
  {
    type: 'EnvironmentAdded',
    data: { project: 'shop', environment: 'dev', name: 'Dev', isDefault: false, at },
  },
  { type: 'CodeDeploymentAdded', data: { ...web, at } },
  { type: 'CodeDeploymentAdded', data: { ...web, codeDeployment: 'shop-api', branch: null, at } },
  { type: 'ProjectCreated', data: { project: 'docs', name: 'Docs', at } },
  { type: 'CodeDeploymentAdded', data: { ...web, project: 'docs', codeDeployment: 'docs-site', at } },
];
const projects = facts.reduce(evolve, noProjects);

describe('A project as it is shown', () => {
  it('has its environments, oldest first, and its own code deployments by slug', () => {
    const shop = projects.projects['shop'];
    expect(shop && projectView(shop, projects)).toEqual({
      slug: 'shop',
      name: 'Shop',
      environments: [
        { slug: 'production', name: 'Production', isDefault: true },
        { slug: 'dev', name: 'Dev', isDefault: false },
      ],
      codeDeployments: [
        { slug: 'shop-api', name: 'Shop web', project: 'shop', repository: web.repository, branch: null },
        { slug: 'shop-web', name: 'Shop web', project: 'shop', repository: web.repository, branch: 'main' },
      ],
    });
  });
});

describe('A code deployment as it is shown', () => {
  it('is named by its slug', () => {
    expect(codeDeploymentView(web)).toEqual({
      slug: 'shop-web',
      name: 'Shop web',
      project: 'shop',
      repository: 'github.com/acme/shop',
      branch: 'main',
    });
  });
});
