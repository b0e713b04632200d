import { minuteMs, type PlannedBuild } from '../plan/plan.js';
import type { Truth } from './truth.js';

/** Within this time the product has seen what Buildkite shows, even if it was away for some minutes. */
const seenWithinMs = 25 * minuteMs;

/** Whether Buildkite showed the build long enough to be seen: its pipeline was not deleted right behind its creation. */
export function shownLongEnough(build: PlannedBuild, truth: Truth): boolean {
  return Date.parse(build.spec.createdAt) + seenWithinMs < truth.removedAtMs(build);
}

/** Whether Buildkite showed the end of the build long enough to be seen. */
export function endShownLongEnough(build: PlannedBuild, truth: Truth): boolean {
  const lastMs = truth.changes(build.spec.id).at(-1)?.atMs ?? 0;
  return lastMs + seenWithinMs < truth.removedAtMs(build);
}
