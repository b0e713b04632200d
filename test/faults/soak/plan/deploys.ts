import type { PlannedCommit } from './builds.js';
import type { Dice } from './dice.js';
import { iso, minuteMs, secondMs, type Entry, type PlannedDeploy } from './plan.js';

const deployCount = 200;
const environments = ['production', 'staging'];

/** What deploys are like, and how likely each kind is. */
const weights = {
  /** Of a commit that was pushed lately, so that its builds are under way. */
  fresh: 52,
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

interface Times {
  readonly startMs: number;
  readonly endMs: number;
}

/** Deploys in the order in which they are registered; none is refused as a duplicate. */
export function plannedDeploys(
  dice: Dice,
  commits: readonly PlannedCommit[],
  { startMs, endMs }: Times,
): readonly DeployEntry[] {
  const instants = Array.from({ length: deployCount }, () => dice.whole(startMs, endMs - 2 * minuteMs));
  const planned: DeployEntry[] = [];
  for (const atMs of instants.sort((one, other) => one - other)) {
    let entry: DeployEntry | undefined;
    while (entry === undefined || isDuplicate(entry, planned))
      entry = plannedDeploy(dice, dice.weighted(weights), commits, planned, atMs);
    planned.push(entry);
  }
  return planned;
}

function plannedDeploy(
  dice: Dice,
  kind: Kind,
  commits: readonly PlannedCommit[],
  planned: readonly DeployEntry[],
  atMs: number,
): DeployEntry | undefined {
  const chosen = chosenCommit(dice, kind, commits, planned, atMs);
  if (chosen === undefined) return undefined;
  const environment = chosen.environment ?? dice.oneOf(environments);
  const deployedAtMs = deployedAt(dice, kind, chosen, atMs);
  if (deployedAtMs !== undefined && deployedAtMs > atMs + 4.5 * minuteMs) return undefined;
  const deploy = {
    kind,
    repository: chosen.repository,
    environment,
    sha: chosen.sha,
    deployedAt: deployedAtMs === undefined ? undefined : iso(deployedAtMs),
  };
  return { atMs, what: 'deploy', deploy };
}

type Chosen = Pick<PlannedCommit, 'sha' | 'repository'> & {
  readonly pushedAtMs: number;
  readonly environment?: string;
};

function chosenCommit(
  dice: Dice,
  kind: Kind,
  commits: readonly PlannedCommit[],
  planned: readonly DeployEntry[],
  atMs: number,
): Chosen | undefined {
  if (kind === 'promotion' || kind === 'rollback') {
    if (planned.length === 0) return undefined;
    const { deploy, atMs: pushedAtMs } = dice.oneOf(planned);
    const other = environments.find((one) => one !== deploy.environment) ?? deploy.environment;
    return { ...deploy, pushedAtMs, environment: kind === 'rollback' ? deploy.environment : other };
  }
  const sinceMs = kind === 'late' ? 4 * 60 * minuteMs : 45 * minuteMs;
  const untilMs = kind === 'before its builds' ? 4 * minuteMs : 0;
  const recent = commits.filter(
    ({ pushedAtMs }) => pushedAtMs > atMs - sinceMs && pushedAtMs <= atMs + untilMs,
  );
  return recent.length === 0 ? undefined : dice.oneOf(recent);
}

/** T, milliseconds since the epoch; undefined: not said, which means now. */
function deployedAt(dice: Dice, kind: Kind, commit: Chosen, atMs: number): number | undefined {
  switch (kind) {
    case 'late':
      return Math.min(commit.pushedAtMs + dice.whole(0, 40 * minuteMs), atMs);
    case 'before its builds':
      return Math.min(commit.pushedAtMs - dice.whole(secondMs, 3 * minuteMs), atMs);
    case 'ahead':
      return atMs + dice.whole(secondMs, 4 * minuteMs);
    default:
      return dice.chance(0.5) ? undefined : atMs - dice.whole(0, 20 * secondMs);
  }
}

/** Whether the environment's newest deploy by T is of the same commit, or could be taken for it. */
function isDuplicate({ atMs, deploy }: DeployEntry, planned: readonly DeployEntry[]): boolean {
  const timeOf = (one: { readonly atMs: number; readonly deploy: PlannedDeploy }) =>
    one.deploy.deployedAt === undefined ? one.atMs : Date.parse(one.deploy.deployedAt);
  const there = planned.filter(
    (one) => one.deploy.repository === deploy.repository && one.deploy.environment === deploy.environment,
  );
  const newestMs = Math.max(...there.map(timeOf));
  const same = there.filter(({ deploy: { sha } }) => sha === deploy.sha).map(timeOf);
  const isAgain = same.some((time) => Math.abs(time - timeOf({ atMs, deploy })) < 2 * secondMs);
  return isAgain || same.some((time) => time > newestMs - 2 * secondMs);
}
