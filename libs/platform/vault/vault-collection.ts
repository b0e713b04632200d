import type { CollectionDefinition } from '#libs/documents';
import type { Place, Sealed } from './seal.js';

/** A secret as the vault keeps it. */
export interface VaultEntry extends Place, Sealed {
  readonly id: string;
  /** Grows with every writing of the entry. */
  readonly revision: number;
  /** When the secret came in: RFC 3339, UTC. */
  readonly storedAt: string;
}

/** The only collection that holds tokens, each of them encrypted. */
export const vaultCollection: CollectionDefinition<VaultEntry> = {
  name: 'vault',
  indexes: [{ fields: ['organization', 'connection'] }],
};

/** The id of the entry of a place; as JSON, in which no two places look alike. */
export function entryId({ organization, connection, version }: Place): string {
  return JSON.stringify([organization, connection, version]);
}
