import { Type, type Static } from 'typebox';
import { Instant, Nullable, Organization, Repository, Slug } from './primitives.js';

/** Facts of `sleuth.projects.v1`, keyed by organization, in the order of the organization's stream (`sequence`). */
const fact = { organization: Organization, at: Instant, sequence: Type.Integer({ minimum: 0 }) };

export const ProjectCreated = Type.Object({ ...fact, project: Slug, name: Type.String() });
export type ProjectCreated = Static<typeof ProjectCreated>;

export const EnvironmentAdded = Type.Object({
  ...fact,
  project: Slug,
  environment: Slug,
  name: Type.String(),
  isDefault: Type.Boolean(),
});
export type EnvironmentAdded = Static<typeof EnvironmentAdded>;

export const CodeDeploymentAdded = Type.Object({
  ...fact,
  project: Slug,
  codeDeployment: Slug,
  name: Type.String(),
  repository: Repository,
  branch: Nullable(Type.String()),
});
export type CodeDeploymentAdded = Static<typeof CodeDeploymentAdded>;

export const CodeDeploymentChanged = Type.Object({
  ...fact,
  project: Slug,
  codeDeployment: Slug,
  name: Type.String(),
  repository: Repository,
  branch: Nullable(Type.String()),
});
export type CodeDeploymentChanged = Static<typeof CodeDeploymentChanged>;

export const CodeDeploymentRemoved = Type.Object({ ...fact, project: Slug, codeDeployment: Slug });
export type CodeDeploymentRemoved = Static<typeof CodeDeploymentRemoved>;
