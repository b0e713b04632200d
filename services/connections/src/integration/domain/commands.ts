import type { CheckedToken } from './events.js';

interface Intent<Type extends string, Data> {
  readonly type: Type;
  /** `at`: now, RFC 3339, UTC. */
  readonly data: Readonly<Data & { at: string }>;
}

/** Commands carry every fact from elsewhere that their decision needs. */
export type IntegrationCommand =
  | Intent<'AddConnection', { connection: string; label: string; token: CheckedToken }>
  | Intent<'ReplaceToken', { connection: string; token: CheckedToken }>
  | Intent<'MakeWebhookSecret', { connection: string; version: string; command: string }>
  | Intent<'RemoveConnection', { connection: string }>
  | Intent<'SetDefaultBuildServer', { project: string; connection: string; hasCodeDeployment: boolean }>
  | Intent<'ClearDefaultBuildServer', { project: string }>
  | Intent<
      'SetCodeDeploymentBuildServer',
      { project: string; codeDeployment: string; connection: string; isKnown: boolean }
    >
  | Intent<'ClearCodeDeploymentBuildServer', { project: string; codeDeployment: string }>
  | Intent<'Disconnect', object>;
