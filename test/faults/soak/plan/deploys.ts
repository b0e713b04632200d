import type { PlannedCommit } from './builds.js';
import type { Dice } from './dice.js';
import { iso, minuteMs, secondMs, type Entry, type Plan } from './plan.js';

const deployCount = 200;
const environments = ['production', 'staging'];

/** What deploys are like, and how likely each kind is. */
const weights = {
  /** Of a commit that was pushed lately, so that its builds are under way. */
  fresh: 40,
  /** Just when something happens to one of its builds. */
  'at a change': 16,
  /** Registered some time after it was deployed. */
  late: 18,
  /** Deployed before any of its builds is there. */
  'before its builds': 8,
  /** Of a commit that lies in another environment. */
  promotion: 12,
  /** Of a commit that this environment had before. */
  rollback: 10,
  /** Registered some minutes before it is deployed. */
  ahead: 4,
};
type Kind = keyof typeof weights;

type DeployEntry = Extract<Entry, { readonly what: 'deploy' }>;
type Times = Pick<Plan, 'startMs' | 'endMs'>;

/** A deploy in the making; times are milliseconds since the epoch. */
interface Draft {
  readonly kind: Kind;
  readonly commit: PlannedCommit;
  readonly environment: string;
  /** When it is registered. */
  readonly atMs: number;
  /** T; undefined: not said, which means when it is registered. */
  readonly deployedAtMs: number | undefined;
}

/** Deploys in the order in which they are registered; none is refused as a duplicate. */
export function plannedDeploys(
  dice: Dice,
  commits: readonly PlannedCommit[],
  { startMs, endMs }: Times,
): readonly DeployEntry[] {
  const instants = Array.from({ length: deployCount }, () => dice.whole(startMs, endMs - 3 * minuteMs));
  const drafts: Draft[] = [];
  for (const nowMs of instants.sort((one, other) => one - other)) {
    let draft: Draft | undefined;
    while (draft === undefined || isDuplicate(draft, drafts))
      draft = drafted(dice, { kind: dice.weighted(weights), commits, drafts, nowMs });
    drafts.push(draft);
  }
  return drafts.map(entryOf);
}

function entryOf({ kind, commit, environment, atMs, deployedAtMs }: Draft): DeployEntry {
  const { repository, sha } = commit;
  const deployedAt = deployedAtMs === undefined ? undefined : iso(deployedAtMs);
  return { atMs, what: 'deploy', deploy: { kind, repository, environment, sha, deployedAt } };
}

interface Situation {
  readonly kind: Kind;
  readonly commits: readonly PlannedCommit[];
  readonly drafts: readonly Draft[];
  readonly nowMs: number;
}

/** A deploy of that kind; undefined when there can be none now. */
function drafted(dice: Dice, situation: Situation): Draft | undefined {
  const { kind, drafts, nowMs } = situation;
  if (kind === 'promotion' || kind === 'rollback') {
    if (drafts.length === 0) return undefined;
    const { commit, environment } = dice.oneOf(drafts);
    const other = environments.find((one) => one !== environment) ?? environment;
    return {
      kind,
      commit,
      environment: kind === 'rollback' ? environment : other,
      atMs: nowMs,
      deployedAtMs: justNow(dice, nowMs),
    };
  }
  const environment = dice.oneOf(environments);
  const candidates = kind === 'at a change' ? aboutToChange(situation) : pushedLately(situation);
  if (candidates.length === 0) return undefined;
  const commit = dice.oneOf(candidates);
  if (kind !== 'at a change')
    return { kind, commit, environment, atMs: nowMs, deployedAtMs: deployedAt(dice, kind, commit, nowMs) };
  const atMs = (nextChange(commit, nowMs) ?? nowMs) + dice.whole(0, 1_500);
  return { kind, commit, environment, atMs, deployedAtMs: undefined };
}

/** So soon that the deploys stay about in the order in which they are registered. */
function aboutToChange(situation: Situation): readonly PlannedCommit[] {
  const { nowMs } = situation;
  return pushedLately(situation).filter(
    (commit) => (nextChange(commit, nowMs) ?? Infinity) < nowMs + minuteMs,
  );
}

function pushedLately({ kind, commits, nowMs }: Situation): readonly PlannedCommit[] {
  const sinceMs = kind === 'late' ? 4 * 60 * minuteMs : 45 * minuteMs;
  const untilMs = kind === 'before its builds' ? 4 * minuteMs : 0;
  return commits.filter(({ pushedAtMs }) => pushedAtMs > nowMs - sinceMs && pushedAtMs <= nowMs + untilMs);
}

/** When something happens next to a build of the commit. */
function nextChange({ builds }: PlannedCommit, nowMs: number): number | undefined {
  const changes = builds.flatMap(({ spec }) => (spec.script ?? []).map(({ at }) => Date.parse(at)));
  const later = changes.filter((atMs) => atMs > nowMs);
  return later.length === 0 ? undefined : Math.min(...later);
}

function deployedAt(dice: Dice, kind: Kind, commit: PlannedCommit, nowMs: number): number | undefined {
  switch (kind) {
    case 'late':
      return Math.min(commit.pushedAtMs + dice.whole(0, 40 * minuteMs), nowMs);
    case 'before its builds':
      return Math.min(commit.pushedAtMs - dice.whole(secondMs, 3 * minuteMs), nowMs);
    case 'ahead':
      return nowMs + dice.whole(secondMs, 4 * minuteMs);
    default:
      return justNow(dice, nowMs);
  }
}

function justNow(dice: Dice, nowMs: number): number | undefined {
  return dice.chance(0.5) ? undefined : nowMs - dice.whole(0, 20 * secondMs);
}

/**
 * Whether the environment has the commit already at the time that it is registered; so that this does not hang on the
 * order of what comes at about the same time, two minutes of leeway are kept.
 */
function isDuplicate(draft: Draft, drafts: readonly Draft[]): boolean {
  const timeOf = ({ atMs, deployedAtMs }: Draft) => deployedAtMs ?? atMs;
  const there = drafts.filter(
    ({ commit, environment }) =>
      commit.repository === draft.commit.repository && environment === draft.environment,
  );
  const newestMs = Math.max(...there.map(timeOf));
  const same = there.filter(({ commit }) => commit.sha === draft.commit.sha).map(timeOf);
  const leewayMs = 2 * minuteMs;
  return same.some((time) => time > newestMs - leewayMs || Math.abs(time - timeOf(draft)) < leewayMs);
}
