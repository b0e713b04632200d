import type { Clock } from '../clock.js';
import { Sleepers } from '../time/sleepers.js';

/** A clock that stands still until a test turns it. */
export class ManualClock implements Clock {
  readonly #sleepers = new Sleepers();
  #now: number;

  /** @param start RFC 3339 */
  constructor(start = '2026-11-23T12:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** How many sleep now. */
  get sleeping(): number {
    return this.#sleepers.count;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#sleepers.wait(this.#now + ms, signal);
  }

  /** Turns the clock forward and wakes who is due, in the order of their times; lets what they do next begin. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms;
    for (let due = this.#sleepers.nextDue(target); due !== undefined; due = this.#sleepers.nextDue(target)) {
      this.#now = Math.max(this.#now, due);
      this.#sleepers.wake(this.#now);
      await new Promise(setImmediate);
    }
    this.#now = target;
  }
}
