import { Type, type Static } from 'typebox';
import { Id, Instant, Organization, Repository, Sha, Slug } from './primitives.js';

/** Facts of `sleuth.deploys.v1`, keyed by `organization:sha`. */
const fact = { organization: Organization, at: Instant, deploy: Id, sha: Sha };

export const DeployRegistered = Type.Object({
  ...fact,
  project: Slug,
  codeDeployment: Slug,
  environment: Slug,
  repository: Repository,
  /** T, the moment of the deploy, cut to the whole second. */
  deployedAt: Instant,
  /** True when this SHA was in this environment before, and is not its newest deploy. */
  rollback: Type.Boolean(),
});
export type DeployRegistered = Static<typeof DeployRegistered>;

export const DeployDeleted = Type.Object({ ...fact });
export type DeployDeleted = Static<typeof DeployDeleted>;
