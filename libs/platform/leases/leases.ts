import type { Collection, Documents } from '#libs/documents';
import type { Clock } from '../clock.js';
import { leaseCollection, type LeaseDocument } from './lease-collection.js';
import { Lease } from './lease.js';

export interface LeasesOptions {
  readonly documents: Documents;
  /** The clocks of all owners must agree far better than a lease is long. */
  readonly clock: Clock;
  /**
   * Whose leases these are. An owner gets back at once what an earlier life of its own still holds: give a process
   * that is the only one a fixed name, and each of several instances a name of its own.
   */
  readonly owner: string;
}

/** Opens the leases over their collection (`leaseCollection`, to be provisioned). */
export function openLeases({ documents, clock, owner }: LeasesOptions): Leases {
  return new Leases(documents.collection(leaseCollection), clock, owner);
}

/** Hands out leases: each name is held by one owner at a time. */
export class Leases {
  constructor(
    private readonly leases: Collection<LeaseDocument>,
    private readonly clock: Clock,
    private readonly owner: string,
  ) {}

  /**
   * @param options.ttlMs how long the lease is held unless it is renewed
   * @returns undefined while another owner holds it
   */
  async acquire(name: string, { ttlMs }: { readonly ttlMs: number }): Promise<Lease | undefined> {
    const now = this.clock.now().getTime();
    const current = await this.leases.get(name);
    if (current !== undefined && current.owner !== this.owner && Date.parse(current.expiresAt) > now)
      return undefined;
    const acquired: LeaseDocument = {
      id: name,
      revision: (current?.revision ?? 0) + 1,
      owner: this.owner,
      fence: (current?.fence ?? 0) + 1,
      expiresAt: new Date(now + ttlMs).toISOString(),
    };
    const won = await this.leases.replace(acquired, current?.revision);
    return won ? new Lease(this.leases, this.clock, ttlMs, acquired) : undefined;
  }
}
