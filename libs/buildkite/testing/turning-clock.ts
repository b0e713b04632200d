import type { Clock } from '#libs/platform';
import type { RunningBuildkite } from '../../../test/standins/buildkite/testing/index.js';

/** Stands where the stand-in's clock stands, and turns it when somebody sleeps. */
export async function turningClock(standIn: RunningBuildkite): Promise<Clock> {
  let { now } = await standIn.clock();
  return {
    now: () => new Date(now),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      ({ now } = await standIn.turnClock(ms));
      signal?.throwIfAborted();
    },
  };
}

/** The most requests that the stand-in got in any 60 seconds. */
export async function busiestMinute(standIn: RunningBuildkite): Promise<number> {
  const times = (await standIn.requests()).map((request) => Date.parse(request.at));
  const inMinute = times.map((from) => times.filter((time) => time >= from && time < from + 60_000).length);
  return Math.max(...inMinute);
}
