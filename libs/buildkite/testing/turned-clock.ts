import type { Clock } from '#libs/platform';

interface Sleeper {
  readonly wakesAt: number;
  wake(): void;
}

/** A clock that a test turns; between turns time stands still. */
export interface TurnedClock extends Clock {
  /** Goes on by `ms`, waking in order everybody whose time comes on the way. */
  turn(ms: number): Promise<void>;
  /** Jumps, forwards or back, as a clock does that somebody sets; nobody is woken. */
  set(at: string): void;
  /** How many sleep now. */
  readonly sleeping: number;
}

/** A clock that stands at `at` until it is turned. */
export function turnedClock(at = '2026-11-20T12:00:00.000Z'): TurnedClock {
  let now = Date.parse(at);
  const sleepers = new Set<Sleeper>();

  const next = (until: number) =>
    [...sleepers].filter(({ wakesAt }) => wakesAt <= until).sort((a, b) => a.wakesAt - b.wakesAt)[0];

  return {
    now: () => new Date(now),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const sleeper = { wakesAt: now + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', stop, { once: true });

        function wake() {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', stop);
          resolve();
        }
        function stop() {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        }
      }),
    async turn(ms) {
      const until = now + ms;
      for (let sleeper = next(until); sleeper !== undefined; sleeper = next(until)) {
        now = Math.max(now, sleeper.wakesAt);
        sleeper.wake();
        await whatFollows();
      }
      now = until;
      await whatFollows();
    },
    set(to) {
      now = Date.parse(to);
    },
    get sleeping() {
      return sleepers.size;
    },
  };
}

/** Resolves when everything has run that was only waiting for its turn. */
export function whatFollows(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
