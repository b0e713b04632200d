import { acme } from './acme.js';
import { builder } from './published.js';

const source = '/services/connections';
const { organization, connection, project, codeDeployment, tokenVersion } = acme;
const fact = { organization, at: '2026-11-23T09:00:00.000Z', sequence: 0 };
const checkedToken = {
  tokenVersion,
  buildkiteUser: 'd4f0a5b2-1c3e-4a5d-9e7f-8b6c5d4e3f06',
  buildkiteOrganizations: ['acme-inc'],
  scopes: ['read_builds', 'read_organizations', 'read_pipelines', 'read_user'],
  tokenExpiresAt: '2027-02-21T09:00:00.000Z',
};

export const aConnectionAdded = builder('sleuth.connection-added.v1', source, {
  ...fact,
  connection,
  label: 'Acme Buildkite',
  ...checkedToken,
});

export const aConnectionTokenReplaced = builder('sleuth.connection-token-replaced.v1', source, {
  ...fact,
  connection,
  ...checkedToken,
});

export const aConnectionWebhookSecretMade = builder('sleuth.connection-webhook-secret-made.v1', source, {
  ...fact,
  connection,
  secretVersion: '5c0d7e1f-2a3b-4c4d-9e5f-6a7b8c9d0e07',
  formerSecretVersion: null,
});

export const aConnectionRemoved = builder('sleuth.connection-removed.v1', source, { ...fact, connection });

export const aDefaultBuildServerSet = builder('sleuth.default-build-server-set.v1', source, {
  ...fact,
  project,
  connection,
});

export const aDefaultBuildServerCleared = builder('sleuth.default-build-server-cleared.v1', source, {
  ...fact,
  project,
});

export const aCodeDeploymentBuildServerSet = builder('sleuth.code-deployment-build-server-set.v1', source, {
  ...fact,
  project,
  codeDeployment,
  connection,
});

export const aCodeDeploymentBuildServerCleared = builder(
  'sleuth.code-deployment-build-server-cleared.v1',
  source,
  { ...fact, project, codeDeployment },
);

export const anIntegrationDisconnected = builder('sleuth.integration-disconnected.v1', source, fact);
