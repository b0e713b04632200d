import { isSettled, isUnknown } from './build-state.js';
import { earliest, notAfter } from './instants.js';
import type { Look, LooksAround } from './look.js';
import type { StateAt } from './state-at.js';

/** States that a failure leads to; in any other, a failure that has been is taken back. */
const failureStates = new Set(['failing', 'failed', 'canceling', 'canceled']);

/**
 * The state at T of a build that nobody saw in it, from the instants that Buildkite shows (rule 5 of the design):
 * not started by T is scheduled, `failingAt` ≤ T is failing, else running.
 */
export function stateByInstants(
  { before, upToAfter }: LooksAround,
  after: Look,
  deployedAt: string,
): StateAt {
  if (before?.build.state === 'canceling') {
    return { state: 'canceling', certainty: beginsUntold(after) ? 'uncertain' : 'derived', look: before };
  }
  if (failureTakenBack(before, deployedAt) || failureTakenBack(after, deployedAt)) {
    return underWay(before)
      ? { state: before.build.state, certainty: 'uncertain', look: before }
      : { state: 'running', certainty: 'uncertain', look: after };
  }
  const state = stateOfInstants(upToAfter, after, deployedAt);
  return {
    state,
    certainty: before === undefined || endsUntold(before) || beginsUntold(after) ? 'uncertain' : 'derived',
    look: before?.build.state === state ? before : after,
  };
}

/** `startedAt` is the earliest seen: a retry can move it later (Buildkite docs: REST API › Builds). */
function stateOfInstants(upToAfter: readonly Look[], after: Look, deployedAt: string): string {
  const startedAt = earliest(upToAfter.map(({ build }) => build.startedAt));
  if (startedAt === null || !notAfter(startedAt, deployedAt)) return 'scheduled';
  return failedBy(after, deployedAt) ? 'failing' : 'running';
}

function failedBy({ build }: Look, instant: string): boolean {
  return build.failingAt !== null && notAfter(build.failingAt, instant);
}

/** `failingAt` is never cleared at Buildkite. */
function failureTakenBack(look: Look | undefined, deployedAt: string): boolean {
  return look !== undefined && failedBy(look, deployedAt) && !failureStates.has(look.build.state);
}

/** Started and not settled: a state that says more than `running` does. */
function underWay(look: Look | undefined): look is Look {
  return look !== undefined && look.build.startedAt !== null && !isSettled(look.build.state);
}

/** No instant tells when a build left `creating` or an unknown state. */
function endsUntold({ build: { state } }: Look): boolean {
  return state === 'creating' || isUnknown(state);
}

/** No instant tells when a build entered `canceling`, an unknown state, or a settled one without `finishedAt`. */
function beginsUntold({ build: { state, finishedAt } }: Look): boolean {
  return state === 'canceling' || isUnknown(state) || (isSettled(state) && finishedAt === null);
}
