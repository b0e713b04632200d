import { minuteMs, type PlannedBuild } from '../plan/plan.js';
import type { Truth } from './truth.js';

/** Within this time the product has seen what Buildkite shows, even if it was away for some minutes. */
const seenWithinMs = 25 * minuteMs;

/** Whether Buildkite showed the build long enough to be seen: its pipeline was not deleted right behind its creation. */
export function shownLongEnough(build: PlannedBuild, truth: Truth): boolean {
  return shownLongEnoughFrom(build, Date.parse(build.spec.createdAt), truth);
}

/** Whether Buildkite showed the end of the build long enough to be seen. */
export function endShownLongEnough(build: PlannedBuild, truth: Truth): boolean {
  return shownLongEnoughFrom(build, truth.changes(build.spec.id).at(-1)?.atMs ?? 0, truth);
}

/** Whether Buildkite showed the build long enough to be seen by one who asks from an instant on. */
export function shownLongEnoughFrom(build: PlannedBuild, fromMs: number, truth: Truth): boolean {
  return fromMs + seenWithinMs < truth.removedAtMs(build);
}
