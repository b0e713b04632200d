import type { CollectionDefinition } from '#libs/documents';

/** A lease as it is kept. It stays when it is released: its fence goes on from where it was. */
export interface LeaseDocument {
  /** Name of the lease. */
  readonly id: string;
  /** Grows with every acquiring, renewal and release. */
  readonly revision: number;
  readonly owner: string;
  /** Grows with every acquiring. */
  readonly fence: number;
  /** RFC 3339, UTC: from then on another may take the lease. */
  readonly expiresAt: string;
}

/** Who of several instances may do a thing now. */
export const leaseCollection: CollectionDefinition<LeaseDocument> = { name: 'leases', indexes: [] };
