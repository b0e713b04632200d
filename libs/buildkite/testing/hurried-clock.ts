import type { Clock } from '#libs/platform';

/** A clock on which nobody waits: whoever sleeps finds at once that the time has passed. It notes how long they slept. */
export interface HurriedClock extends Clock {
  readonly slept: readonly number[];
}

/** Such a clock, starting at `at`. */
export function hurriedClock(at = '2026-11-20T12:00:00.000Z'): HurriedClock {
  let now = Date.parse(at);
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(now),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
    },
  };
}
