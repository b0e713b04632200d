import type { Clock } from '../clock.js';
import type { Log } from '../log.js';
import type { Lease } from './lease.js';
import type { Leases } from './leases.js';

export interface WhileHeldOptions {
  readonly leases: Leases;
  readonly clock: Clock;
  readonly log: Log;
  /** Name of the lease. */
  readonly name: string;
  /** How long the others wait when this process dies, in milliseconds. Renewed three times in that time. */
  readonly ttlMs: number;
  /**
   * Whether a lease that has run out counts as lost even if it might still be renewed: after the process has stood still,
   * the work is asked to stop before it does anything more, and waits for the lease anew. Default: false.
   */
  readonly endsInTime?: boolean;
  /** Ends the waiting and the work. */
  readonly signal: AbortSignal;
}

/** Work for as long as its signal does not abort; it ends soon after that. */
export type LeasedWork = (signal: AbortSignal, lease: Lease) => Promise<void>;

/** Why the work is asked to stop when its lease is lost. */
export class LeaseLost extends Error {
  readonly code = 'lease-lost';
  constructor(readonly lease: string) {
    super(`The lease ${lease} is lost: another process may have taken it.`);
    this.name = 'LeaseLost';
  }
}

/**
 * Waits for a lease and works as long as it is held: of all processes that call this, one works. When the lease is
 * lost, the work's signal aborts with LeaseLost and, once the work has ended, the waiting begins anew.
 * @returns when the work ends by itself or `signal` aborts; the lease is released then
 * @throws what the work throws before its signal aborts
 */
export async function whileHeld(options: WhileHeldOptions, work: LeasedWork): Promise<void> {
  const { clock, ttlMs, signal } = options;
  while (!signal.aborted) {
    const lease = await acquire(options);
    if (lease === undefined) await pause(clock, ttlMs / 3, signal);
    else if (await workUnder(lease, options, work)) return;
  }
}

/**
 * Works under a lease if nobody else holds it now.
 * @returns false when somebody else holds it: nothing was done
 * @throws what the work throws; LeaseLost when the lease was lost before it was done, the signal's reason when that
 * aborted
 */
export async function ifFree(options: WhileHeldOptions, work: LeasedWork): Promise<boolean> {
  const { leases, name, ttlMs } = options;
  const lease = await leases.acquire(name, { ttlMs });
  if (lease === undefined) return false;
  let isDone = false;
  await workUnder(lease, options, async (signal) => {
    await work(signal, lease);
    isDone = true;
  });
  if (isDone) return true;
  options.signal.throwIfAborted();
  throw new LeaseLost(name);
}

/** Works to the end (true) or until the lease is lost (false). */
async function workUnder(lease: Lease, options: WhileHeldOptions, work: LeasedWork): Promise<boolean> {
  const [lost, done] = [new AbortController(), new AbortController()];
  const signal = AbortSignal.any([options.signal, lost.signal]);
  const renewing = renewUntil(done.signal, lease, options).then((held) => {
    if (!held) lost.abort(new LeaseLost(lease.name));
  });
  try {
    await work(signal, lease);
  } catch (error) {
    if (!signal.aborted) throw error;
    options.log.debug({ lease: lease.name, error }, 'Work under a lease ended because it was asked to.');
  } finally {
    done.abort();
    await renewing;
    await release(lease, options.log);
  }
  return !lost.signal.aborted;
}

/** Renews until `done` aborts (true) or the lease is lost (false); a failing store is no loss while time is left. */
async function renewUntil(
  done: AbortSignal,
  lease: Lease,
  { clock, log, ttlMs, endsInTime = false }: WhileHeldOptions,
): Promise<boolean> {
  const hasRunOut = () => endsInTime && clock.now().getTime() >= lease.expiresAt;
  for (;;) {
    await pause(clock, ttlMs / 3, done);
    if (done.aborted) return true;
    if (hasRunOut()) return false;
    try {
      if (!(await lease.renew()) || hasRunOut()) return false;
    } catch (error) {
      log.warn({ lease: lease.name, error }, 'A lease could not be renewed.');
      if (clock.now().getTime() + ttlMs / 3 >= lease.expiresAt) return false;
    }
  }
}

async function acquire({ leases, log, name, ttlMs }: WhileHeldOptions): Promise<Lease | undefined> {
  try {
    return await leases.acquire(name, { ttlMs });
  } catch (error) {
    log.warn({ lease: name, error }, 'A lease could not be asked for.');
    return undefined;
  }
}

async function release(lease: Lease, log: Log): Promise<void> {
  try {
    await lease.release();
  } catch (error) {
    log.warn({ lease: lease.name, error }, 'A lease could not be released; it ends by itself.');
  }
}

async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
