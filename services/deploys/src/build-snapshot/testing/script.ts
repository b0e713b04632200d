import { movesFrom, type Move } from './moves.js';
import type { Shown } from './shown.js';

/** A build from an instant on, until the next moment of its script. Milliseconds since the epoch. */
export interface Moment {
  readonly at: number;
  readonly what: string;
  readonly shown: Shown;
}

/** A retry or an unblock, as the build's jobs tell it later on. */
export interface Action {
  readonly at: number;
  readonly by: 'retry' | 'unblock';
}

/** The truth about one build: everything that happened to it, in order. */
export interface Script {
  readonly moments: readonly [Moment, ...Moment[]];
  readonly actions: readonly Action[];
}

/** One throw of the dice: which move comes next, after how many milliseconds, and how it comes out. */
export interface Throw {
  readonly choice: number;
  readonly wait: number;
  readonly whim: number;
}

/** Plays a build from its creation on, until the throws or the moves are used up. */
export function play(createdAt: number, state: 'creating' | 'scheduled', throws: readonly Throw[]): Script {
  const created = {
    state,
    createdAt,
    scheduledAt: createdAt,
    startedAt: null,
    failingAt: null,
    finishedAt: null,
  };
  const moments: [Moment, ...Moment[]] = [{ at: createdAt, what: 'created', shown: created }];
  const actions: Action[] = [];
  let { at, shown }: Moment = moments[0];
  for (const { choice, wait, whim } of throws) {
    const move = pick(movesFrom(shown.state), choice);
    if (move === undefined) break;
    at += wait;
    shown = move.to(shown, at, whim);
    moments.push({ at, what: move.name, shown });
    if (move.action !== undefined) actions.push({ at, by: move.action });
  }
  return { moments, actions };
}

function pick(possible: readonly Move[], choice: number): Move | undefined {
  const total = possible.reduce((sum, { weight }) => sum + weight, 0);
  let rest = total === 0 ? 0 : choice % total;
  return possible.find(({ weight }) => (rest -= weight) < 0);
}

/** What Buildkite shows at the instant; undefined before the build is there. */
export function shownAt({ moments }: Script, instant: number): Shown | undefined {
  return moments.findLast(({ at }) => at <= instant)?.shown;
}

/** How often what the build shows changed in the time from `from` (exclusive) to `to` (inclusive). */
export function changesBetween({ moments }: Script, from: number, to: number): number {
  return moments.filter(
    ({ at, shown }, place) => at > from && at <= to && shown !== moments[place - 1]?.shown,
  ).length;
}
