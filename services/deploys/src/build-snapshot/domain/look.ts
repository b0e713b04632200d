import type { BuildObserved } from '#libs/contracts';
import { howFarAlong, isSettled } from './build-state.js';
import { canonicalJson } from '#libs/contracts';
import { millis, notAfter } from './instants.js';
import { compareText } from './text-order.js';

/** One reply of Buildkite about one build, at one time (`lookedAt`: the reply's `Date`, whole seconds, UTC). */
export type Look = BuildObserved;

/** The looks at one build on both sides of T. */
export interface LooksAround {
  /** The last look before T. */
  readonly before: Look | undefined;
  /** The first look at or after T. */
  readonly after: Look | undefined;
  /** All looks up to *after*, in order. */
  readonly upToAfter: readonly Look[];
}

/**
 * The looks at a build in their one order, however they came: by time; in the same second a look that shows the build
 * settled before that second began comes first, then whatever shows less of the way; then by content.
 */
export function inOrder(looks: readonly Look[]): Look[] {
  return looks
    .map(placed)
    .sort(compare)
    .map(({ look }) => look);
}

/** *Before* and *after* among the looks at one build; `deployedAt` is T. */
export function looksAround(looks: readonly Look[], deployedAt: string): LooksAround {
  const ordered = inOrder(looks);
  const place = ordered.findIndex(({ lookedAt }) => notAfter(deployedAt, lookedAt));
  return place === -1
    ? { before: ordered.at(-1), after: undefined, upToAfter: ordered }
    : { before: ordered[place - 1], after: ordered[place], upToAfter: ordered.slice(0, place + 1) };
}

/**
 * Whether the look shows that the build had settled by the instant. A settled look without `finishedAt` says only that
 * the build had settled by then: its `Date` is cut to the second, so the build may have settled within that second.
 */
export function settledBy({ build }: Look, instant: string): boolean {
  return isSettled(build.state) && build.finishedAt !== null && notAfter(build.finishedAt, instant);
}

/** A look with what decides its place. */
interface Placed {
  readonly look: Look;
  readonly time: number;
  readonly farAlong: number;
  /** Its content as text, once it was needed. */
  text?: string;
}

/** Settled before its second began, a build can be seen unsettled in that second only after a re-opening. */
const settledBefore = -1;

function placed(look: Look): Placed {
  const farAlong = settledBy(look, look.lookedAt) ? settledBefore : howFarAlong(look.build.state);
  return { look, time: millis(look.lookedAt), farAlong };
}

function compare(one: Placed, other: Placed): number {
  return one.time - other.time || one.farAlong - other.farAlong || compareText(textOf(one), textOf(other));
}

function textOf(one: Placed): string {
  return (one.text ??= canonicalJson(one.look));
}
