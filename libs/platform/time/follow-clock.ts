import type { Clock } from '../clock.js';
import type { Log } from '../log.js';
import { readClock } from './clock-reading.js';
import { Sleepers } from './sleepers.js';
import { systemClock } from './system-clock.js';

const pauseAfterFailureMs = 1000;

/** A clock that follows another one until it is stopped. */
export interface FollowedClock extends Clock {
  stop(): void;
}

/**
 * Follows the clock at `url` (see ClockReading): between its turns time stands still, and who sleeps wakes when it is
 * turned far enough. One that runs with the machine is not asked again.
 * @throws Error when it cannot be read for the first time
 */
export async function followClock(url: string, log: Log): Promise<FollowedClock> {
  const stopped = new AbortController();
  const first = await readClock(url, undefined, stopped.signal);
  if (first.mode === 'real') return { ...systemClock, stop: () => stopped.abort() };

  const sleepers = new Sleepers();
  let { now, version } = first;
  const follow = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        const reading = await readClock(url, version, stopped.signal);
        ({ version } = reading);
        now = Math.max(now, reading.now);
        sleepers.wake(now);
      } catch (error) {
        if (stopped.signal.aborted) return;
        log.warn({ error }, 'The clock that this process follows does not answer.');
        await systemClock.sleep(pauseAfterFailureMs, stopped.signal).catch(() => undefined);
      }
    }
  };
  void follow();
  return {
    now: () => new Date(now),
    sleep: (ms, signal) => sleepers.wait(now + ms, signal),
    stop: () => stopped.abort(),
  };
}
