import { Inject, Injectable } from '@nestjs/common';
import type { PublishedEvent } from '#libs/contracts';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS, VAULT, type Secret, type Vault } from '#libs/platform';
import type { KnownConnection } from '../connection/known-connections.js';
import { secretsIn, type ConnectionSecrets } from './domain/connection-secrets.js';

export const webhookSecrets: CollectionDefinition<ConnectionSecrets> = {
  name: 'builds-webhook-secrets',
  indexes: [],
};

type Connection = Pick<KnownConnection, 'id' | 'organization'>;

/** Which secrets sign the webhooks of each connection, as far as the integrations topic has told. */
@Injectable()
export class KnownSecrets {
  readonly #collection: Collection<ConnectionSecrets>;
  /** By connection and version, of those that are valid; the vault is asked once for each. */
  readonly #read = new Map<string, ReadonlyMap<string, Secret>>();

  constructor(
    @Inject(DOCUMENTS) documents: Documents,
    @Inject(VAULT) private readonly vault: Vault,
  ) {
    this.#collection = documents.collection(webhookSecrets);
  }

  /** Keeps what the events say; in any order, however often. */
  async remember(events: readonly PublishedEvent[]): Promise<void> {
    const said = events.map(secretsIn).filter((secrets) => secrets !== undefined);
    if (said.length > 0) await this.#collection.putNewer(said);
  }

  /** Whether webhooks of the connection can be accepted at all. */
  async has(connection: string): Promise<boolean> {
    return (await this.#collection.get(connection)) !== undefined;
  }

  /**
   * The valid secrets of a connection, the newest first; those that the vault has no more are left out.
   * @throws VaultUnreadable when the vault cannot open one
   */
  async of({ id, organization }: Connection): Promise<readonly Secret[]> {
    const versions = (await this.#collection.get(id))?.versions ?? [];
    const known = this.#read.get(id);
    const secrets = new Map<string, Secret>();
    for (const version of versions) {
      const secret = known?.get(version) ?? (await this.vault.get(organization, id, version));
      if (secret) secrets.set(version, secret);
    }
    this.#read.set(id, secrets);
    return [...secrets.values()];
  }

  /** Forgets what was read of a connection's secrets. */
  forget(connection: string): void {
    this.#read.delete(connection);
  }
}
