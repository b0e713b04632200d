import type { CodeDeploymentDetails } from './events.js';

interface Intent<Type extends string, Data> {
  readonly type: Type;
  /** `at`: now, RFC 3339, UTC. */
  readonly data: Readonly<Data & { at: string }>;
}

export type ProjectCommand =
  | Intent<'CreateProject', { project: string; name: string }>
  | Intent<'AddEnvironment', { project: string; environment: string; name: string }>
  | Intent<'AddCodeDeployment', CodeDeploymentDetails>
  | Intent<'ChangeCodeDeployment', CodeDeploymentDetails>
  | Intent<'RemoveCodeDeployment', { project: string; codeDeployment: string }>;
