interface Fact<Type extends string, Data> {
  readonly type: Type;
  /** `at`: when it was decided, RFC 3339, UTC. */
  readonly data: Readonly<Data & { at: string }>;
}

/** What a team deploys: a branch of a repository. */
export interface CodeDeploymentDetails {
  readonly project: string;
  readonly codeDeployment: string;
  readonly name: string;
  /** `host/owner/name`. */
  readonly repository: string;
  /** Null: any branch. */
  readonly branch: string | null;
}

export type ProjectCreated = Fact<'ProjectCreated', { project: string; name: string }>;
export type EnvironmentAdded = Fact<
  'EnvironmentAdded',
  { project: string; environment: string; name: string; isDefault: boolean }
>;
export type CodeDeploymentAdded = Fact<'CodeDeploymentAdded', CodeDeploymentDetails>;
export type CodeDeploymentChanged = Fact<'CodeDeploymentChanged', CodeDeploymentDetails>;
export type CodeDeploymentRemoved = Fact<
  'CodeDeploymentRemoved',
  { project: string; codeDeployment: string }
>;

/** Everything that is decided about an organization's projects, in one stream, so that slugs are unique in it. */
export type ProjectEvent =
  ProjectCreated | EnvironmentAdded | CodeDeploymentAdded | CodeDeploymentChanged | CodeDeploymentRemoved;
