import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../clock.js';

const longestTimer = 2 ** 31 - 1;

/** The machine's time. */
export const systemClock: Clock = {
  now: () => new Date(),
  async sleep(ms, signal) {
    let left = ms;
    do {
      signal?.throwIfAborted();
      const turn = Math.min(left, longestTimer);
      try {
        await wait(turn, undefined, signal === undefined ? {} : { signal });
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      }
      left -= turn;
    } while (left > 0);
  },
};
