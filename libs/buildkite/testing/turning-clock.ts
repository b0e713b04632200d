import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '#libs/platform';
import type { RunningBuildkite } from '../../../test/standins/buildkite/testing/index.js';

const mostTries = 40;

/**
 * Stands where the stand-in's clock stands, and turns it when somebody sleeps. What is on its way comes first: it would
 * come after the turn there, and seem to have ended before it here.
 */
export async function turningClock(standIn: RunningBuildkite): Promise<Clock> {
  let { now } = await standIn.clock();
  return {
    now: () => new Date(now),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      await answered(standIn);
      ({ now } = await standIn.turnClock(ms));
      signal?.throwIfAborted();
    },
  };
}

/** Resolves when every request has its answer; one whose connection broke never has. */
async function answered(standIn: RunningBuildkite): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    if ((await standIn.requests()).every(({ status }) => status !== null)) return;
    await pause(5);
  }
}

/** The most requests that the stand-in got in any 60 seconds. */
export async function busiestMinute(standIn: RunningBuildkite): Promise<number> {
  const times = (await standIn.requests()).map((request) => Date.parse(request.at));
  const inMinute = times.map((from) => times.filter((time) => time >= from && time < from + 60_000).length);
  return Math.max(...inMinute);
}
