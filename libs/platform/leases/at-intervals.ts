import type { Clock } from '../clock.js';
import { ifFree, type LeasedWork, type WhileHeldOptions } from './while-held.js';

export interface AtIntervalsOptions extends WhileHeldOptions {
  /** Whose time the intervals are of; the lease may go by another clock. */
  readonly intervals: Clock;
  readonly everyMs: number;
  /** How long after the start it is done first: sooner, for processes that are started anew again and again. */
  readonly firstMs?: number;
  /** What could not be done, for the log. */
  readonly what: string;
}

/**
 * Does work that is not urgent again and again, each time after a rest, in one instance of all: who finds the lease
 * taken leaves it to the other. A failure is told and waits for the next time. Resolves when `signal` aborts.
 */
export async function atIntervals(options: AtIntervalsOptions, work: LeasedWork): Promise<void> {
  const { intervals, everyMs, firstMs = everyMs, signal, log, what } = options;
  for (let restMs = firstMs; ; restMs = everyMs) {
    await intervals.sleep(restMs, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (signal.aborted) return;
    await ifFree(options, work).catch((error: unknown) => {
      if (!signal.aborted) log.warn({ error }, `${what} failed; the next time it is done again`);
    });
  }
}
