/** Time and timers. Everything in the product that asks for the time or waits asks this, so that a run can follow another clock. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms` of this clock; rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
