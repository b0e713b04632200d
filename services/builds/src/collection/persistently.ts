import { systemClock, type Log } from '#libs/platform';

const firstPauseMs = 500;
const longestPauseMs = 30_000;

/** What is done persistently, and where failures are told. */
export interface Persistence {
  readonly log: Log;
  /** What could not be done, for the log. */
  readonly what: string;
  readonly signal: AbortSignal;
}

/**
 * Does the work, and does it again whenever it fails, resting longer from failure to failure (of the machine's time:
 * a clock that stands still must not stop the mending). Resolves when the work does, or when the signal aborts.
 */
export async function persistently(
  work: () => Promise<void>,
  { log, what, signal }: Persistence,
): Promise<void> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ error, failures }, `${what} failed; it is begun again`);
      const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 10));
      await systemClock.sleep(pause, signal).catch(() => undefined);
    }
  }
}
