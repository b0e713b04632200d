import { errorCode } from '../error-code.js';
import type { Log } from '../log.js';
import { systemClock } from '../time/system-clock.js';

export interface Patience {
  /** How long to try, in milliseconds. */
  readonly waitMs: number;
  readonly log: Log;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Resolves after so many milliseconds; rejects when the signal aborts. The machine's time unless given. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds that only go forward. */
  readonly now?: () => number;
}

const pauseMs = 1_000;

/**
 * Opens an engine that may not be up yet, as when everything is started at once.
 * @throws what `open` threw last when the time is over, and at once what waiting does not mend
 */
export async function patiently<Engine>(
  open: () => Promise<Engine>,
  {
    waitMs,
    log,
    signal,
    sleep = (ms, until) => systemClock.sleep(ms, until),
    now = () => performance.now(),
  }: Patience,
): Promise<Engine> {
  const until = now() + waitMs;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (!isUnreachable(error) || now() + pauseMs > until) throw error;
      log.warn({ reason: error.message }, 'Waiting for an engine.');
    }
    await sleep(pauseMs, signal);
  }
}

function isUnreachable(error: unknown): error is Error {
  return error instanceof Error && errorCode(error)?.endsWith('-unreachable') === true;
}
