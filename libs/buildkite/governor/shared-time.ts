import type { Clock } from '#libs/platform';
import { windowMs } from './budget/budget.js';
import { elapsedTime } from './elapsed-time.js';

/** How long a document may be ahead before the clock is taken for the right one: the machine's time. */
const longestLagMs = 2_000;

/**
 * The time of documents that several processes write, each by its own clock. Time there never goes back: a clock that
 * is behind waits until it has caught up. One that was set back would take very long: a document that stays more than a
 * window ahead, for longer than a clock takes that only hears late how another was turned, is to be set back.
 */
export class SharedTime {
  readonly #clock: Clock;
  readonly #elapsed: () => number;
  /** By document, since when it is too far ahead, as elapsed time of the machine. */
  readonly #aheadSince = new Map<string, number>();

  constructor(clock: Clock, machine: Clock) {
    this.#clock = clock;
    this.#elapsed = elapsedTime(machine);
  }

  /** Milliseconds since 1970, UTC, by this process's clock. */
  now(): number {
    return this.#clock.now().getTime();
  }

  /** By how many milliseconds a document that was written at `at` is to be set back; usually 0. */
  excess(document: string, at: number): number {
    const aheadMs = at - this.now();
    const since = this.#aheadSince.get(document);
    if (aheadMs <= windowMs) {
      if (since !== undefined) this.#aheadSince.delete(document);
      return 0;
    }
    if (since === undefined) this.#aheadSince.set(document, this.#elapsed());
    else if (this.#elapsed() - since >= longestLagMs) return aheadMs;
    return 0;
  }
}
