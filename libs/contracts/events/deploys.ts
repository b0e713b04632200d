import { Type, type Static } from 'typebox';
import { Described, Fact, Id, Instant, Organization, Repository, Sha, Slug } from './primitives.js';

const fact = {
  organization: Organization,
  at: Described(Instant, 'When it was made known here.'),
  deploy: Described(Id, 'The deploy.'),
  sha: Described(Sha, 'The commit that is deployed.'),
};

export const DeployRegistered = Fact('DeployRegistered', 'A commit was deployed to an environment.', {
  ...fact,
  project: Described(Slug, 'Slug of the project.'),
  codeDeployment: Described(Slug, 'Slug of the code deployment.'),
  environment: Described(Slug, 'Slug of the environment deployed to.'),
  repository: Described(
    Repository,
    'The repository of the code deployment when it was deployed: host/owner/name in lower case.',
  ),
  deployedAt: Described(Instant, 'T, the moment of the deploy, cut to the whole second.'),
  rollback: Type.Boolean({
    description: 'True when this SHA was in this environment before, and is not its newest deploy.',
  }),
});
export type DeployRegistered = Static<typeof DeployRegistered>;

export const DeployDeleted = Fact(
  'DeployDeleted',
  'A deploy was deleted; its build snapshot is of no use any more.',
  { ...fact },
);
export type DeployDeleted = Static<typeof DeployDeleted>;
