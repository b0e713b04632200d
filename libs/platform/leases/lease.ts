import type { Collection } from '#libs/documents';
import type { Clock } from '../clock.js';
import type { LeaseDocument } from './lease-collection.js';

/** The right to do a thing for a while, which nobody else has meanwhile. */
export class Lease {
  readonly name: string;
  /** Higher than that of every earlier holder: what a late one still writes can be told by its lower number. */
  readonly fence: number;
  #held: LeaseDocument | undefined;
  #expiresAt: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly leases: Collection<LeaseDocument>,
    private readonly clock: Clock,
    private readonly ttlMs: number,
    held: LeaseDocument,
  ) {
    this.name = held.id;
    this.fence = held.fence;
    this.#held = held;
    this.#expiresAt = Date.parse(held.expiresAt);
  }

  /** Milliseconds since 1970, UTC: from then on another may take the lease. */
  get expiresAt(): number {
    return this.#expiresAt;
  }

  /** Begins the time anew. False: another has taken the lease, or it was released. */
  renew(): Promise<boolean> {
    return this.#inTurn(() => this.#holdUntil(this.clock.now().getTime() + this.ttlMs));
  }

  /**
   * Whether nobody else can have taken it: as far as time tells, else by renewing. To be asked ahead of a write, since
   * a process may have stood still for longer than its leases.
   */
  async isHeld(): Promise<boolean> {
    return this.clock.now().getTime() < this.#expiresAt || this.renew();
  }

  /** Lets the next one in at once; nothing happens when another has taken the lease. */
  async release(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#holdUntil(this.clock.now().getTime());
      this.#held = undefined;
    });
  }

  async #holdUntil(time: number): Promise<boolean> {
    if (this.#held === undefined) return false;
    const { revision } = this.#held;
    const next = { ...this.#held, revision: revision + 1, expiresAt: new Date(time).toISOString() };
    const isStillOurs = await this.leases.replace(next, revision);
    this.#held = isStillOurs ? next : undefined;
    this.#expiresAt = isStillOurs ? time : -Infinity;
    return isStillOurs;
  }

  /** One write at a time: each builds on the revision of the one before. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
