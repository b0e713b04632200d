import type { Collection, Documents } from '#libs/documents';
import type { Clock } from '../clock.js';
import { leaseCollection, type LeaseDocument } from './lease-collection.js';
import { Lease } from './lease.js';

export interface LeasesOptions {
  readonly documents: Documents;
  /**
   * The clocks of all owners should agree far better than a lease is long. One that runs ahead may take a lease early; one
   * that ran ahead and died holds nobody up, see `acquire`.
   */
  readonly clock: Clock;
  /** Milliseconds since any instant, by a clock that nobody sets. Default: the machine's. */
  readonly elapsedMs?: () => number;
  /**
   * Whose leases these are. An owner gets back at once what an earlier life of its own still holds: give a process
   * that is the only one a fixed name, and each of several instances a name of its own.
   */
  readonly owner: string;
}

/** Opens the leases over their collection (`leaseCollection`, to be provisioned). */
export function openLeases({ documents, clock, elapsedMs, owner }: LeasesOptions): Leases {
  return new Leases(
    documents.collection(leaseCollection),
    clock,
    elapsedMs ?? (() => performance.now()),
    owner,
  );
}

/** Hands out leases: each name is held by one owner at a time. */
export class Leases {
  /** By name: which renewal of another's lease was seen last, and since when. */
  readonly #seen = new Map<string, { readonly revision: number; readonly sinceMs: number }>();

  constructor(
    private readonly leases: Collection<LeaseDocument>,
    private readonly clock: Clock,
    private readonly elapsedMs: () => number,
    private readonly owner: string,
  ) {}

  /**
   * A lease ends at its time, and also when it was seen for as long as it is held and was not renewed meanwhile: then its
   * owner is gone, whatever time its clock wrote.
   * @param options.ttlMs how long the lease is held unless it is renewed
   * @returns undefined while another owner holds it
   */
  async acquire(name: string, { ttlMs }: { readonly ttlMs: number }): Promise<Lease | undefined> {
    const now = this.clock.now().getTime();
    const current = await this.leases.get(name);
    const isOthers = current !== undefined && current.owner !== this.owner;
    if (isOthers && Date.parse(current.expiresAt) > now && !this.isLeft(current, ttlMs)) return undefined;
    this.#seen.delete(name);
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

  private isLeft({ id, revision }: LeaseDocument, ttlMs: number): boolean {
    const nowMs = this.elapsedMs();
    const seen = this.#seen.get(id);
    if (seen?.revision === revision) return nowMs - seen.sinceMs >= ttlMs;
    this.#seen.set(id, { revision, sinceMs: nowMs });
    return false;
  }
}
