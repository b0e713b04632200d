import type { Fault, FaultMatch } from '../../../standins/buildkite/testing/index.js';
import type { Dice } from './dice.js';
import { minuteMs, secondMs, type Entry, type Plan, type PlannedPipeline } from './plan.js';

type Times = Pick<Plan, 'startMs' | 'endMs'>;

const killCount = 20;
const faultCount = 160;
const renameCount = 8;
const conductCount = 12;

/** When the process is killed; now and then again while it starts, and often time goes on without it for a while. */
export function plannedKills(dice: Dice, { startMs, endMs }: Times): readonly Entry[] {
  const entries: Entry[] = [];
  let kills = 0;
  while (kills < killCount) {
    const atMs = dice.whole(startMs + minuteMs, endMs - 10 * minuteMs);
    entries.push({ atMs, what: 'kill', afterMs: dice.whole(0, 300) });
    kills += 1;
    if (kills < killCount && dice.chance(0.3)) {
      entries.push({ atMs: atMs + 1, what: 'kill', afterMs: dice.whole(100, 2_000) });
      kills += 1;
    }
    const outageMs = dice.chance(0.5)
      ? 2
      : dice.whole(secondMs, dice.chance(0.2) ? 15 * minuteMs : 5 * minuteMs);
    entries.push({ atMs: atMs + outageMs, what: 'await' });
  }
  return entries;
}

const weights = {
  'rate-limit': 16,
  status: 20,
  html: 10,
  slow: 12,
  delay: 6,
  cut: 14,
  'empty-link': 3,
  'foreign-link': 3,
};

/** Replies that Buildkite spoils. */
export function plannedFaults(dice: Dice, { startMs, endMs }: Times): readonly Entry[] {
  return Array.from({ length: faultCount }, () => ({
    atMs: dice.whole(startMs + minuteMs, endMs),
    what: 'fault' as const,
    fault: plannedFault(dice),
    match: dice.oneOf<FaultMatch>([
      { path: '*/builds' },
      { path: '*/builds' },
      { path: '*/builds/*' },
      { path: '*/jobs' },
      { query: 'commit' },
      { query: 'finished_from' },
      { query: 'created_from' },
      { query: 'state' },
    ]),
    times: dice.chance(0.7) ? 1 : dice.whole(2, 6),
  }));
}

function plannedFault(dice: Dice): Fault {
  const kind = dice.weighted(weights);
  switch (kind) {
    case 'rate-limit':
      return { kind, scope: dice.oneOf(['rest', 'rest_user'] as const), resetSeconds: dice.whole(2, 55) };
    case 'status':
      return { kind, status: dice.oneOf([500, 502, 503, 504]) };
    case 'html':
      return { kind, status: dice.oneOf([502, 503, 200]) };
    case 'slow':
    case 'delay':
      return { kind, ms: dice.whole(20, 400) };
    case 'cut':
    case 'empty-link':
    case 'foreign-link':
      return { kind };
  }
}

/** Pipelines that get another name, some of them more than once, and those that are deleted. */
export function plannedPipelineChanges(
  dice: Dice,
  pipelines: readonly PlannedPipeline[],
  { startMs, endMs }: Times,
): readonly Entry[] {
  const renames = Array.from({ length: renameCount }, (_, index): Entry => {
    const { id, slug } = dice.oneOf(pipelines.filter(({ removedAtMs }) => removedAtMs === null));
    return {
      atMs: dice.whole(startMs + minuteMs, endMs),
      what: 'rename',
      pipeline: id,
      slug: `${slug}-now-${index + 1}`,
    };
  });
  const removals = pipelines.flatMap(({ id, removedAtMs }): Entry[] =>
    removedAtMs === null ? [] : [{ atMs: removedAtMs, what: 'remove', pipeline: id }],
  );
  return [...renames, ...removals];
}

/** How webhooks behave from an instant on, from well to hardly at all. */
export function plannedConducts(dice: Dice, { startMs, endMs }: Times): readonly Entry[] {
  return Array.from({ length: conductCount }, (_, index) => ({
    atMs: index === 0 ? startMs : dice.whole(startMs, endMs),
    what: 'webhooks' as const,
    conduct: {
      lose: dice.oneOf([0, 0.1, 0.5, 1]),
      double: dice.oneOf([0, 0.2]),
      delayShare: dice.oneOf([0, 0.3]),
      delayMostMs: dice.whole(secondMs, 10 * minuteMs),
      reorder: dice.oneOf([0, 0.3]),
      seed: dice.whole(1, 1_000_000),
    },
  }));
}

/** The clock's turns, so that cycles fall where they would. */
export function plannedTurns(dice: Dice, { startMs, endMs }: Times): readonly Entry[] {
  const turns: Entry[] = [];
  for (let atMs = startMs; atMs < endMs;) {
    atMs = Math.min(endMs, atMs + dice.whole(20 * secondMs, 90 * secondMs));
    turns.push({ atMs, what: 'turn', hurried: dice.chance(0.15) });
  }
  return turns;
}
