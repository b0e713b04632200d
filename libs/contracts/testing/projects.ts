import { acme } from './acme.js';
import { builder } from './published.js';

const source = '/services/deploys';
const { organization, project, codeDeployment, repository } = acme;
const fact = { organization, at: '2026-11-23T08:00:00.000Z', sequence: 0 };

export const aProjectCreated = builder('sleuth.project-created.v1', source, {
  ...fact,
  project,
  name: 'Shop',
});

export const anEnvironmentAdded = builder('sleuth.environment-added.v1', source, {
  ...fact,
  project,
  environment: acme.environment,
  name: 'Production',
  isDefault: true,
});

export const aCodeDeploymentAdded = builder('sleuth.code-deployment-added.v1', source, {
  ...fact,
  project,
  codeDeployment,
  name: 'Shop web',
  repository,
  branch: 'main',
});

export const aCodeDeploymentChanged = builder('sleuth.code-deployment-changed.v1', source, {
  ...fact,
  project,
  codeDeployment,
  name: 'Shop front end',
  repository,
  branch: 'main',
});

export const aCodeDeploymentRemoved = builder('sleuth.code-deployment-removed.v1', source, {
  ...fact,
  project,
  codeDeployment,
});
