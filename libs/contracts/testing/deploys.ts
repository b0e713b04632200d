import { acme } from './acme.js';
import { builder } from './published.js';

const source = '/services/deploys';
const { organization, project, codeDeployment, environment, repository, deploy, sha, deployedAt } = acme;
const fact = { organization, at: '2026-11-23T12:00:00.250Z', deploy, sha };

export const aDeployRegistered = builder('sleuth.deploy-registered.v1', source, {
  ...fact,
  project,
  codeDeployment,
  environment,
  repository,
  deployedAt,
  rollback: false,
});

export const aDeployDeleted = builder('sleuth.deploy-deleted.v1', source, fact);
