import type { PublishedEvent } from '#libs/contracts';

/** The secrets that the webhooks of a connection may be signed with. */
export interface ConnectionSecrets {
  /** The connection. */
  readonly id: string;
  /** Names them in the vault: the newest, and the one before it if there is one. */
  readonly versions: readonly string[];
  /** `sequence` of the fact that said so: an older one never wins. */
  readonly revision: number;
}

/** The secrets that are valid from this event on. */
export function secretsIn(event: PublishedEvent): ConnectionSecrets | undefined {
  if (event.type !== 'sleuth.connection-webhook-secret-made.v1') return undefined;
  const { connection: id, secretVersion, formerSecretVersion, sequence: revision } = event.data;
  const versions = [secretVersion, formerSecretVersion].filter((version) => version !== null);
  return { id, versions, revision };
}
