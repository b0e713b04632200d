import type { BuildJobsObserved } from '#libs/contracts';
import { canonicalJson } from '#libs/contracts';
import { millis, notAfter } from './instants.js';
import type { JobAction } from './reopening.js';
import { compareText } from './text-order.js';

/** One look at the jobs of one build (`lookedAt`: the earliest `Date` of its replies, whole seconds, UTC). */
export type JobsLook = BuildJobsObserved;

/**
 * What the jobs of a build tell of retries and unblocks: together what all looks tell that are whole, so whole up to the
 * last of them. In one order, each once.
 */
export function jobActionsIn(looks: readonly JobsLook[]): JobAction[] {
  const actions = looks.filter(({ actionsComplete }) => actionsComplete).flatMap((look) => look.actions);
  return [...new Map(actions.map((action) => [`${millis(action.at)} ${action.by}`, action])).values()].sort(
    (one, other) => millis(one.at) - millis(other.at) || compareText(one.by, other.by),
  );
}

/** The look that tells of the jobs at T: the first one from then on; undefined while there is none. */
export function jobsLookFrom(looks: readonly JobsLook[], deployedAt: string): JobsLook | undefined {
  return inOrder(looks).find(({ lookedAt }) => notAfter(deployedAt, lookedAt));
}

/** The last look at the jobs. */
export function lastJobsLook(looks: readonly JobsLook[]): JobsLook | undefined {
  return inOrder(looks).at(-1);
}

/** By time; looks of one second have an order of their own, so that it never matters which came first. */
function inOrder(looks: readonly JobsLook[]): JobsLook[] {
  return [...looks].sort(
    (one, other) =>
      millis(one.lookedAt) - millis(other.lookedAt) || compareText(canonicalJson(one), canonicalJson(other)),
  );
}
