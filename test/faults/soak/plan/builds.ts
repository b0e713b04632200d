import type { Dice } from './dice.js';
import { plannedLife } from './build-scripts.js';
import { iso, minuteMs, secondMs, type Plan, type PlannedBuild, type PlannedPipeline } from './plan.js';

const buildCount = 1_000;
/** The first cycle of a connection looks back for an hour. */
const earliestMs = -40 * minuteMs;

/** A commit that was pushed, and the builds that it led to. */
export interface PlannedCommit {
  readonly sha: string;
  readonly repository: string;
  readonly pushedAtMs: number;
  readonly builds: readonly PlannedBuild[];
}

type Times = Pick<Plan, 'startMs' | 'endMs'>;

/** Shares of the commits: the first are pushed in a few rushes, so that one page of a list does not hold their builds. */
const rushedShare = 0.35;
const rushCount = 3;
const rushMs = 90 * secondMs;

/** Commits, until there are enough builds: each is built by some pipelines of its repository, now and then again. */
export function plannedCommits(
  dice: Dice,
  pipelines: readonly PlannedPipeline[],
  times: Times,
): readonly PlannedCommit[] {
  const commits: PlannedCommit[] = [];
  const { startMs, endMs } = times;
  const someTime = () => dice.whole(startMs + earliestMs, endMs - 10 * minuteMs);
  const rushes = Array.from({ length: rushCount }, someTime);
  let count = 0;
  while (count < buildCount) {
    const pushedAtMs = dice.chance(rushedShare) ? dice.oneOf(rushes) + dice.whole(0, rushMs) : someTime();
    const commit = plannedCommit(dice, pipelines, pushedAtMs, endMs, buildCount - count);
    count += commit.builds.length;
    commits.push(commit);
  }
  return commits;
}

function plannedCommit(
  dice: Dice,
  pipelines: readonly PlannedPipeline[],
  pushedAtMs: number,
  endMs: number,
  most: number,
): PlannedCommit {
  const { repository } = dice.oneOf(pipelines);
  const sha = dice.hex(40);
  const builders = pipelines.filter((pipeline) =>
    // a fork's pipeline builds the same commit now and then
    pipeline.repository === repository ? dice.chance(0.7) : dice.chance(0.005),
  );
  const builds = builders.flatMap((pipeline) => {
    const first = plannedBuild(dice, pipeline, sha, pushedAtMs + dice.whole(0, 30 * secondMs), endMs);
    const again = Date.parse(first.spec.createdAt) + dice.whole(2 * minuteMs, 60 * minuteMs);
    if (!dice.chance(0.12) || again > endMs) return [first];
    return [first, plannedBuild(dice, pipeline, sha, again, endMs, first.spec.id)];
  });
  const isThere = ({ pipeline, spec }: PlannedBuild) => {
    const removedAtMs = pipelines.find(({ id }) => id === pipeline)?.removedAtMs;
    return removedAtMs == null || Date.parse(spec.createdAt) < removedAtMs;
  };
  return { sha, repository, pushedAtMs, builds: builds.filter(isThere).slice(0, most) };
}

function plannedBuild(
  dice: Dice,
  pipeline: PlannedPipeline,
  sha: string,
  createdAtMs: number,
  endMs: number,
  rebuiltFrom?: string,
): PlannedBuild {
  const { kind, script } = plannedLife(dice, sha, createdAtMs, endMs);
  const isHead = kind.startsWith('HEAD');
  const resolves = script.some(({ change }) => change === 'commit-resolved');
  return {
    pipeline: pipeline.id,
    repository: pipeline.repository,
    kind,
    sha: isHead && !resolves ? null : sha,
    spec: {
      id: dice.uuid(),
      commit: isHead ? dice.oneOf(['HEAD', 'HEAD', sha.slice(0, 7), 'v1.4.2']) : sha,
      createdAt: iso(createdAtMs),
      branch: dice.oneOf(['main', 'main', 'next']),
      ...(dice.chance(0.1) && { listedAt: `${dice.whole(1, 15)}s` }),
      ...(rebuiltFrom !== undefined && { rebuiltFrom }),
      script,
    },
  };
}
