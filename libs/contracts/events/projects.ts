import { Type, type Static } from 'typebox';
import { Described, Fact, Nullable, Repository, Slug, streamFact } from './primitives.js';

const project = Described(Slug, 'Slug of the project.');
const codeDeploymentSlug = Described(Slug, 'Slug of the code deployment, unique in the organization.');

/** A code deployment as it is from now on. */
const codeDeployment = {
  project,
  codeDeployment: codeDeploymentSlug,
  name: Type.String({ description: 'What people call it.' }),
  repository: Described(Repository, 'The repository that is deployed: host/owner/name in lower case.'),
  branch: Nullable(Type.String(), 'The branch that is deployed; null when none was named.'),
};

export const ProjectCreated = Fact('ProjectCreated', 'A project was created.', {
  ...streamFact,
  project,
  name: Type.String({ description: 'What people call it.' }),
});
export type ProjectCreated = Static<typeof ProjectCreated>;

export const EnvironmentAdded = Fact('EnvironmentAdded', 'A project has an environment to deploy to.', {
  ...streamFact,
  project,
  environment: Described(Slug, 'Slug of the environment.'),
  name: Type.String({ description: 'What people call it.' }),
  isDefault: Type.Boolean({ description: 'True for the environment of deploys that name none.' }),
});
export type EnvironmentAdded = Static<typeof EnvironmentAdded>;

export const CodeDeploymentAdded = Fact(
  'CodeDeploymentAdded',
  'A project deploys code from this repository.',
  { ...streamFact, ...codeDeployment },
);
export type CodeDeploymentAdded = Static<typeof CodeDeploymentAdded>;

export const CodeDeploymentChanged = Fact(
  'CodeDeploymentChanged',
  'Name, repository or branch of a code deployment changed; all three are told as they are now.',
  { ...streamFact, ...codeDeployment },
);
export type CodeDeploymentChanged = Static<typeof CodeDeploymentChanged>;

export const CodeDeploymentRemoved = Fact(
  'CodeDeploymentRemoved',
  'A code deployment is no more; its deploys stay.',
  { ...streamFact, project, codeDeployment: codeDeploymentSlug },
);
export type CodeDeploymentRemoved = Static<typeof CodeDeploymentRemoved>;
