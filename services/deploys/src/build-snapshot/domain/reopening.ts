import { isSettled } from './build-state.js';
import { millis, notAfter } from './instants.js';
import { looksAround, settledBy, type Look } from './look.js';
import { compareText } from './text-order.js';

/**
 * What a build's jobs tell of an action that can have re-opened it: a job was retried, or a block step unblocked, at
 * this instant (RFC 3339, UTC). Actions on a build that had not settled do no harm here.
 */
export interface JobAction {
  readonly at: string;
  readonly by: 'retry' | 'unblock';
}

/** When a settled build was re-opened, by what its jobs tell: after T, at or before T, or they do not tell. */
export type Reopened = 'after' | 'by-then' | 'untold';

/**
 * Whether a build was re-opened around T: what its jobs tell decides about its state at T then, and only then.
 * @param looks all looks at the build, in any order
 * @param deployedAt T: RFC 3339, UTC, whole second
 */
export function isReopenedAround(looks: readonly Look[], deployedAt: string): boolean {
  const { before, after } = looksAround(looks, deployedAt);
  return (
    before !== undefined &&
    isSettled(before.build.state) &&
    after !== undefined &&
    !settledBy(after, deployedAt)
  );
}

/**
 * When the build that *before* shows settled was re-opened, seen from T.
 * @param actions all of the build's job actions up to some instant: the first one behind `finishedAt` re-opened the
 * build, so an early one must not be missing
 */
export function whenReopened(before: Look, deployedAt: string, actions: readonly JobAction[]): Reopened {
  const { state, finishedAt } = before.build;
  if (!isSettled(state) || finishedAt === null) return 'untold';
  const first = firstBehind(finishedAt, actions);
  if (first === undefined) return 'untold';
  if (notAfter(first.at, deployedAt)) return 'by-then';
  // A blocked build can be canceled, which no job action tells, and be retried then; unblocked it was blocked until then.
  return state === 'blocked' && first.by === 'retry' ? 'untold' : 'after';
}

function firstBehind(instant: string, actions: readonly JobAction[]): JobAction | undefined {
  return actions
    .filter(({ at }) => !notAfter(at, instant))
    .sort((one, other) => millis(one.at) - millis(other.at) || compareText(one.by, other.by))
    .at(0);
}
