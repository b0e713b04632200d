import type { Clock } from '#libs/platform';

/** Milliseconds since the call, by a clock that may be set back meanwhile: then time stands still and goes on from there. */
export function elapsedTime(clock: Clock): () => number {
  let last = clock.now().getTime();
  let elapsed = 0;
  return () => {
    const now = clock.now().getTime();
    elapsed += Math.max(0, now - last);
    last = now;
    return elapsed;
  };
}
