import type { Shown } from './shown.js';

/** Something that can happen to a build at Buildkite, and what the build shows from then on. */
export interface Move {
  readonly name: string;
  /** How likely it is among the moves of its state. */
  readonly weight: number;
  /** `whim` decides what Buildkite leaves open. */
  readonly to: (shown: Shown, at: number, whim: number) => Shown;
  /** What the build's jobs will tell of it. */
  readonly action?: 'retry' | 'unblock';
}

/** What can happen to a build in each state (Buildkite docs: Builds › Build states; recorded histories of builds). */
export function movesFrom(state: string): readonly Move[] {
  return moves[state] ?? [];
}

const becomes = (state: string, weight: number): Move => ({
  name: state,
  weight,
  to: (shown) => ({ ...shown, state }),
});

const ends = (state: string, weight: number): Move => ({
  name: state,
  weight,
  to: (shown, at) => ({ ...shown, state, finishedAt: at }),
});

/** Ends before it runs: at times shown without `finished_at`. */
const endsUnrun = (state: string): Move => ({
  name: state,
  weight: 1,
  to: (shown, at, whim) => ({ ...shown, state, finishedAt: whim % 4 === 0 ? null : at }),
});

const starts: Move = {
  name: 'started',
  weight: 6,
  to: (shown, at) => ({ ...shown, state: 'running', startedAt: shown.startedAt ?? at }),
};

/** `failing_at` is the first entry into failing. */
const fails: Move = {
  name: 'failing',
  weight: 3,
  to: (shown, at) => ({ ...shown, state: 'failing', failingAt: shown.failingAt ?? at }),
};

/** A retry makes the failure undone: `failing_at` stays, `started_at` may move later. */
const failureTakenBack: Move = {
  name: 'failure taken back',
  weight: 3,
  to: (shown, at, whim) => ({ ...shown, state: 'running', startedAt: movedStart(shown, at, whim) }),
  action: 'retry',
};

const jobRetried: Move = {
  name: 'job retried',
  weight: 1,
  to: (shown, at, whim) => ({ ...shown, startedAt: movedStart(shown, at, whim) }),
  action: 'retry',
};

const stepUnblocked: Move = {
  name: 'step unblocked while running',
  weight: 1,
  to: (shown) => shown,
  action: 'unblock',
};

const unblocked: Move = {
  name: 'unblocked',
  weight: 4,
  to: (shown) => ({ ...openAgain(shown), finishedAt: null }),
  action: 'unblock',
};

/** A settled build runs again; a failed one may show failing at once. `finished_at` is gone, `failing_at` stays. */
const retried: Move = {
  name: 'retried',
  weight: 1,
  to: (shown, at, whim) =>
    shown.state === 'failed' && shown.startedAt !== null && whim % 4 >= 2
      ? { ...shown, state: 'failing', failingAt: shown.failingAt ?? at, finishedAt: null }
      : { ...openAgain(shown), startedAt: movedStart(shown, at, whim), finishedAt: null },
  action: 'retry',
};

const cancelRequested: Move = {
  name: 'canceling',
  weight: 1,
  to: (shown) => ({ ...shown, state: 'canceling', finishedAt: null }),
};

const inUnknownState = becomes('quarantined', 1);

const knownAgain: Move = { name: 'known again', weight: 4, to: (shown) => openAgain(shown) };

function openAgain(shown: Shown): Shown {
  return { ...shown, state: shown.startedAt === null ? 'scheduled' : 'running' };
}

function movedStart({ startedAt }: Shown, at: number, whim: number): number | null {
  return startedAt !== null && whim % 2 === 1 ? at : startedAt;
}

const moves: Readonly<Record<string, readonly Move[]>> = {
  creating: [becomes('scheduled', 8), endsUnrun('skipped'), endsUnrun('not_run'), ends('canceled', 1)],
  scheduled: [
    starts,
    endsUnrun('skipped'),
    endsUnrun('not_run'),
    ends('canceled', 1),
    ends('blocked', 1),
    cancelRequested,
    inUnknownState,
  ],
  running: [
    fails,
    ends('passed', 4),
    ends('failed', 2),
    ends('blocked', 2),
    cancelRequested,
    jobRetried,
    stepUnblocked,
    inUnknownState,
  ],
  failing: [
    failureTakenBack,
    ends('failed', 3),
    ends('passed', 1),
    ends('blocked', 1),
    cancelRequested,
    jobRetried,
  ],
  canceling: [ends('canceled', 5), ends('failed', 1), ends('passed', 1)],
  quarantined: [knownAgain, ends('passed', 2), cancelRequested],
  blocked: [unblocked, retried, ends('canceled', 1), cancelRequested],
  passed: [retried],
  failed: [retried],
  canceled: [retried],
};
