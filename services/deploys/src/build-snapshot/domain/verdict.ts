import type { Verdict } from '#libs/contracts';
import { isSettled } from './build-state.js';

/** The states that say nothing about the commit: another build of the pipeline counts in their place. */
const passedOver = new Set(['skipped', 'not_run', 'canceled']);

/** A build as far as it decides which one counts. */
export interface Countable {
  readonly id: string;
  readonly number: number;
  readonly pipeline: { readonly id: string };
  readonly state: string;
}

/**
 * Ids of the builds that count: of each pipeline the one with the highest number, passing over those skipped, not run
 * or canceled if there is another. The rest are history.
 */
export function countingBuilds(builds: readonly Countable[]): ReadonlySet<string> {
  const pipelines = Map.groupBy(builds, ({ pipeline }) => pipeline.id);
  return new Set([...pipelines.values()].map((ofPipeline) => counting(ofPipeline).id));
}

/** What the states of the counting builds amount to. */
export function verdictOf(states: readonly string[]): Verdict {
  if (states.some((state) => state === 'failed' || state === 'failing')) return 'failed';
  if (states.some((state) => state === 'blocked' || !isSettled(state))) return 'pending';
  return states.includes('passed') ? 'passed' : 'none';
}

function counting(builds: readonly Countable[]): Countable {
  const telling = builds.filter(({ state }) => !passedOver.has(state));
  return (telling.length > 0 ? telling : builds).reduce((one, other) => (isLater(other, one) ? other : one));
}

function isLater(one: Countable, other: Countable): boolean {
  return one.number === other.number ? one.id > other.id : one.number > other.number;
}
