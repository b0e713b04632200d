import type { Clock } from '../clock.js';

/** How many wrong keys an address may show within a minute. */
const most = 30;
const windowMs = 60_000;
const mostAddresses = 10_000;

/**
 * Counts wrong keys by address in a window of a minute. Right keys are never held up, so that one guesser cannot lock out
 * those who share its address.
 */
export class WrongKeyLimit {
  readonly #windows = new Map<string, { readonly since: number; count: number }>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** Counts one wrong key. @returns seconds until the address may guess again; undefined while it may */
  count(address: string): number | undefined {
    const now = this.clock.now().getTime();
    const window = this.#windowOf(address, now);
    window.count += 1;
    return window.count > most ? Math.ceil((window.since + windowMs - now) / 1000) : undefined;
  }

  #windowOf(address: string, now: number): { readonly since: number; count: number } {
    const known = this.#windows.get(address);
    if (known !== undefined && now - known.since < windowMs) return known;
    this.#windows.delete(address);
    if (this.#windows.size >= mostAddresses) this.#forgetOldest();
    const fresh = { since: now, count: 0 };
    this.#windows.set(address, fresh);
    return fresh;
  }

  /** A map keeps the order of insertion, and windows are inserted when they begin. */
  #forgetOldest(): void {
    const oldest = this.#windows.keys().next();
    if (oldest.done !== true) this.#windows.delete(oldest.value);
  }
}
