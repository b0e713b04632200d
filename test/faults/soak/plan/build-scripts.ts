import { at, type StepSpec, type StepsAt } from '../../../standins/buildkite/testing/index.js';
import type { Dice } from './dice.js';
import { iso, minuteMs, secondMs } from './plan.js';

/** Writes a script step by step; every step comes some time after the one before. */
interface Pen {
  readonly dice: Dice;
  /** The commit that `HEAD` turns out to be. */
  readonly sha: string;
  /** The next step, `least` to `most` milliseconds after the last one. */
  then(least: number, most: number): StepsAt;
}

type Write = (pen: Pen) => readonly StepSpec[];

const quick = [secondMs, 20 * secondMs] as const;
const short = [5 * secondMs, 4 * minuteMs] as const;
const long = [30 * secondMs, 25 * minuteMs] as const;
const afterwards = [20 * secondMs, 60 * minuteMs] as const;

const scheduled = (pen: Pen) => pen.then(0, 2 * secondMs).scheduled();
const started = (pen: Pen) => [scheduled(pen), pen.then(...quick).running()];
const ended = ({ dice, then }: Pen) => (dice.chance(0.7) ? then(...long).passed() : then(...long).failed());

/** How the lives of builds go, by kind, and how likely each is. */
export const kinds = {
  passed: [22, (pen) => [...started(pen), pen.then(...long).passed()]],
  failed: [9, (pen) => [...started(pen), pen.then(...long).failed()]],
  'failing first': [5, (pen) => [...started(pen), pen.then(...short).failing(), pen.then(...short).failed()]],
  'failure taken back': [
    4,
    (pen) => [
      ...started(pen),
      pen.then(...short).failing(),
      pen.then(...quick).retried(),
      pen.then(...short).passed(),
    ],
  ],
  quick: [5, (pen) => [scheduled(pen), pen.then(0, 3 * secondMs).running(), pen.then(500, 8_000).passed()]],
  retried: [
    8,
    (pen) => [
      ...started(pen),
      pen.then(...short).failed(),
      pen.then(...afterwards).retried({ movesStartedAt: pen.dice.chance(0.2) }),
      ended(pen),
    ],
  ],
  'retried twice': [
    3,
    (pen) => [
      ...started(pen),
      pen.then(...short).failed(),
      pen.then(...quick).retried(),
      pen.then(...quick).failed(),
      pen.then(...afterwards).retried(),
      pen.then(...short).passed(),
    ],
  ],
  'retried though passed': [
    3,
    (pen) => [...started(pen), pen.then(...short).passed(), pen.then(...afterwards).retried(), ended(pen)],
  ],
  unblocked: [
    6,
    (pen) => [
      ...started(pen),
      pen.then(...short).blocked(pen.dice.oneOf(['passed', 'failed', 'running'])),
      pen.then(...afterwards).unblocked(),
      pen.then(...short).passed(),
    ],
  ],
  'blocked for good': [3, (pen) => [...started(pen), pen.then(...short).blocked()]],
  'blocked, then canceled': [
    2,
    (pen) => [...started(pen), pen.then(...short).blocked(), pen.then(...afterwards).canceled()],
  ],
  canceled: [4, (pen) => [...started(pen), pen.then(...short).canceling(), pen.then(...quick).canceled()]],
  'canceled unstarted': [3, (pen) => [scheduled(pen), pen.then(...short).canceled()]],
  skipped: [3, (pen) => [scheduled(pen), pen.then(...short).skipped()]],
  'skipped late': [2, (pen) => [scheduled(pen), pen.then(...afterwards).skipped()]],
  'not run late': [1, (pen) => [scheduled(pen), pen.then(...afterwards).notRun()]],
  'canceled late': [1, (pen) => [...started(pen), pen.then(...afterwards).canceled()]],
  'skipped at once': [2, ({ then }) => [then(0, 0).skipped()]],
  'not run': [3, (pen) => [scheduled(pen), pen.then(...quick).notRun()]],
  'strange state': [1, (pen) => [...started(pen), pen.then(...quick).state('quarantined'), ended(pen)]],
  'under way': [1, (pen) => started(pen)],
  'HEAD, resolved': [5, (pen) => [...started(pen), pen.then(...quick).commitResolved(pen.sha), ended(pen)]],
  'HEAD, resolved late': [
    3,
    (pen) => [
      ...started(pen),
      pen.then(3 * minuteMs, 20 * minuteMs).commitResolved(pen.sha, pen.dice.oneOf(['commit', 'both'])),
      ended(pen),
    ],
  ],
  'HEAD, resolved in meta-data': [
    2,
    (pen) => [...started(pen), pen.then(...quick).commitResolved(pen.sha, 'meta-data'), ended(pen)],
  ],
  'HEAD, never resolved': [2, (pen) => [...started(pen), ended(pen)]],
} satisfies Readonly<Record<string, readonly [number, Write]>>;

export type Kind = keyof typeof kinds;

const weights = Object.fromEntries(
  Object.entries(kinds).map(([kind, [weight]]) => [kind, weight]),
) as Readonly<Record<Kind, number>>;

export interface PlannedLife {
  readonly kind: Kind;
  readonly script: readonly StepSpec[];
}

/** The life of a build from its creation on; what would come from `endMs` on does not happen. */
export function plannedLife(dice: Dice, sha: string, createdAtMs: number, endMs: number): PlannedLife {
  const kind = dice.weighted(weights);
  let nowMs = createdAtMs;
  const then = (least: number, most: number): StepsAt => {
    nowMs += dice.whole(least, most);
    return at(iso(nowMs));
  };
  const write: Write = kinds[kind][1];
  const script = write({ dice, sha, then });
  return { kind, script: script.filter((step) => Date.parse(step.at) < endMs) };
}
