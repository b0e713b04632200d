import { Type, type Static } from 'typebox';
import { Described, Nullable, Repository, Slug, streamFact } from './primitives.js';

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

export const ProjectCreated = Type.Object(
  { ...streamFact, project, name: Type.String({ description: 'What people call it.' }) },
  { title: 'ProjectCreated', description: 'A project was created.' },
);
export type ProjectCreated = Static<typeof ProjectCreated>;

export const EnvironmentAdded = Type.Object(
  {
    ...streamFact,
    project,
    environment: Described(Slug, 'Slug of the environment.'),
    name: Type.String({ description: 'What people call it.' }),
    isDefault: Type.Boolean({ description: 'True for the environment of deploys that name none.' }),
  },
  { title: 'EnvironmentAdded', description: 'A project has an environment to deploy to.' },
);
export type EnvironmentAdded = Static<typeof EnvironmentAdded>;

export const CodeDeploymentAdded = Type.Object(
  { ...streamFact, ...codeDeployment },
  { title: 'CodeDeploymentAdded', description: 'A project deploys code from this repository.' },
);
export type CodeDeploymentAdded = Static<typeof CodeDeploymentAdded>;

export const CodeDeploymentChanged = Type.Object(
  { ...streamFact, ...codeDeployment },
  {
    title: 'CodeDeploymentChanged',
    description:
      'Name, repository or branch of a code deployment changed; all three are told as they are now.',
  },
);
export type CodeDeploymentChanged = Static<typeof CodeDeploymentChanged>;

export const CodeDeploymentRemoved = Type.Object(
  { ...streamFact, project, codeDeployment: codeDeploymentSlug },
  { title: 'CodeDeploymentRemoved', description: 'A code deployment is no more; its deploys stay.' },
);
export type CodeDeploymentRemoved = Static<typeof CodeDeploymentRemoved>;
