import type { Certainty } from '#libs/contracts';
import { isSettled } from './build-state.js';
import { notAfter } from './instants.js';
import { looksAround, settledBy, type Look } from './look.js';
import { whenReopened, type JobAction } from './reopening.js';
import { stateByInstants } from './state-by-instants.js';

/** The state of one build at T. */
export interface StateAt {
  readonly state: string;
  readonly certainty: Certainty;
  /** The look that gave the state: the one that shows it, else the one whose instants tell it. */
  readonly look: Look;
}

/**
 * The state of one build at T (the numbered rules are those of the design); undefined when it was created after T or
 * nobody looked at it.
 * @param looks all looks at the build, in any order, repeats allowed
 * @param deployedAt T: RFC 3339, UTC, whole second
 * @param actions what the build's jobs tell of retries and unblocks, whole up to some instant; none when not known
 */
export function stateAt(
  looks: readonly Look[],
  deployedAt: string,
  actions: readonly JobAction[] = [],
): StateAt | undefined {
  const around = looksAround(looks, deployedAt);
  const { before, after } = around;
  const nearest = after ?? before;
  if (nearest === undefined || !notAfter(nearest.build.createdAt, deployedAt)) return undefined; // 1
  if (after === undefined) return shownBy(nearest, 'last-known'); // 6
  if (settledBy(after, deployedAt)) return shownBy(after, 'observed'); // 2
  if (before !== undefined && isSettled(before.build.state)) {
    switch (whenReopened(before, deployedAt, actions)) {
      case 'untold':
        return shownBy(before, 'uncertain'); // 3
      case 'after':
        return shownBy(before, 'observed'); // 3
      case 'by-then':
        return stateByInstants(around, after, deployedAt); // 5
    }
  }
  if (before?.build.state === after.build.state) return shownBy(after, 'derived'); // 4
  return stateByInstants(around, after, deployedAt); // 5
}

function shownBy(look: Look, certainty: Certainty): StateAt {
  return { state: look.build.state, certainty, look };
}
