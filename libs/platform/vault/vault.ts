import type { Collection, Documents } from '#libs/documents';
import type { Clock } from '../clock.js';
import type { Secret } from '../secret.js';
import { parseKeyRing, type KeyRing } from './key-ring.js';
import { seal, unseal, type Place } from './seal.js';
import { entryId, vaultCollection, type VaultEntry } from './vault-collection.js';

/** What the vault tells of a secret. */
export interface StoredSecret extends Place {
  /** RFC 3339, UTC. */
  readonly storedAt: string;
}

export interface VaultOptions {
  readonly documents: Documents;
  /** VAULT_KEYS: `id:base64key,…`, the first is the active one. */
  readonly keys: Secret;
  readonly clock: Clock;
}

/**
 * Opens the vault over its collection (`vaultCollection`, to be provisioned).
 * @throws InvalidKeyRing when the keys are not as they must be
 */
export function openVault({ documents, keys, clock }: VaultOptions): Vault {
  return new Vault(documents.collection(vaultCollection), parseKeyRing(keys), clock);
}

/** The only place for Buildkite tokens. They lie there encrypted (AES-256-GCM), each bound to its place. */
export class Vault {
  constructor(
    private readonly entries: Collection<VaultEntry>,
    private readonly keyRing: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** Stores a secret, whatever was in its place; durable when it resolves. */
  async put(organization: string, connection: string, version: string, secret: Secret): Promise<void> {
    const place = { organization, connection, version };
    const sealed = seal(this.keyRing.active, place, secret);
    const storedAt = this.clock.now().toISOString();
    for (let written = false; !written;) {
      const current = await this.entries.get(entryId(place));
      const revision = (current?.revision ?? 0) + 1;
      const entry = { id: entryId(place), revision, ...place, storedAt, ...sealed };
      written = await this.entries.replace(entry, current?.revision);
    }
  }

  /**
   * The secret of a place; undefined when there is none (any more). The place comes from whoever asks, not from the
   * entry: an entry that was moved does not open.
   * @throws VaultUnreadable when its key is missing or the entry was altered
   */
  async get(organization: string, connection: string, version: string): Promise<Secret | undefined> {
    const place = { organization, connection, version };
    const entry = await this.entries.get(entryId(place));
    return entry === undefined ? undefined : unseal(this.keyRing, place, entry);
  }

  /** What is stored, without the secrets themselves. */
  async list(): Promise<readonly StoredSecret[]> {
    const entries = await this.entries.find({ where: {} });
    return entries.map(({ organization, connection, version, storedAt }) => ({
      organization,
      connection,
      version,
      storedAt,
    }));
  }

  /** Removes all versions of a connection's secret for good: nothing of them is left once it resolves. */
  async forget(organization: string, connection: string): Promise<void> {
    const entries = await this.entries.find({ where: { organization, connection } });
    await this.entries.remove(entries.map(({ id }) => id));
  }

  /** Removes one version of a connection's secret for good: nothing of it is left once it resolves. */
  async forgetVersion(organization: string, connection: string, version: string): Promise<void> {
    await this.entries.remove([entryId({ organization, connection, version })]);
  }

  /**
   * Encrypts with the active key what lies under an older one; afterwards the older keys can be taken out of VAULT_KEYS.
   * @returns how many secrets were encrypted anew
   * @throws VaultUnreadable for the first that cannot be read; those before it are done
   */
  async rewrap(): Promise<number> {
    const { active } = this.keyRing;
    let rewrapped = 0;
    for (const entry of await this.entries.find({ where: {} })) {
      if (entry.key === active.id) continue;
      const sealed = seal(active, entry, unseal(this.keyRing, entry, entry));
      // One that was forgotten or replaced meanwhile must not come back.
      const next = { ...entry, ...sealed, revision: entry.revision + 1 };
      if (await this.entries.replace(next, entry.revision)) rewrapped += 1;
    }
    return rewrapped;
  }
}
