interface Fact<Type extends string, Data> {
  readonly type: Type;
  /** `at`: when it was decided, RFC 3339, UTC. */
  readonly data: Readonly<Data & { at: string }>;
}

/** A SHA that came into an environment at a time. */
export interface DeployDetails {
  readonly deploy: string;
  readonly project: string;
  readonly codeDeployment: string;
  readonly environment: string;
  /** `host/owner/name`. */
  readonly repository: string;
  readonly sha: string;
  /** T: RFC 3339, UTC, cut to the whole second. */
  readonly deployedAt: string;
}

export type DeployRegistered = Fact<'DeployRegistered', DeployDetails & { rollback: boolean }>;

/** The deploy that goes, and by what it goes on counting for which builds are remembered. */
export interface Deletion extends Pick<DeployDetails, 'deploy' | 'sha' | 'repository'> {
  /** When the deploy was registered: RFC 3339, UTC. */
  readonly registeredAt: string;
}

export type DeployDeleted = Fact<'DeployDeleted', Deletion>;

/** What is decided about the deploys of one code deployment in one environment. */
export type DeployEvent = DeployRegistered | DeployDeleted;
