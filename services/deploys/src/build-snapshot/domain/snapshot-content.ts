import type { SnapshotBuild, SnapshotContent } from '#libs/contracts';
import { isComplete, type GatheredFacts } from './gathering.js';
import { wholeSecond } from './instants.js';
import { listed } from './listing.js';
import type { Look } from './look.js';
import type { JobAction } from './reopening.js';
import { stateAt } from './state-at.js';
import { tiedBuilds } from './ties.js';
import { withinBytes } from './within-bytes.js';
import { countingBuilds, verdictOf } from './verdict.js';

/** Leaves room for changes and causes in an event of 1 MiB, the most that event store and bus take. */
const mostBuildBytes = 640 * 1024;

/** The facts that a snapshot is made of, with what is known of jobs. */
export interface SnapshotFacts extends GatheredFacts {
  /** By build id: its retries and unblocks, whole up to some instant. */
  readonly jobActions?: ReadonlyMap<string, readonly JobAction[]>;
}

/**
 * The content of a deploy's snapshot: its builds as they were at T. A pure function of the facts: their order, repeats
 * and delays do not matter. It can be asked for at any time; while the facts are being gathered it is not complete.
 * When there are more builds than an event can hold, it says how many it leaves out; all of them make up the verdict.
 */
export function snapshotContent(facts: SnapshotFacts): SnapshotContent {
  const builds = [...tiedBuilds(facts.looks, facts.deploy, facts.connection)].flatMap(([id, looks]) =>
    buildAtDeploy(looks, facts, facts.jobActions?.get(id) ?? []),
  );
  const counting = countingBuilds(builds);
  return {
    complete: isComplete(facts),
    verdict: verdictOf(builds.filter(({ id }) => counting.has(id)).map(({ state }) => state)),
    ...shown(builds.map((build) => ({ ...build, counts: counting.has(build.id) }))),
  };
}

/** Those that count come first: what does not fit is history as long as there is any. */
function shown(builds: readonly SnapshotBuild[]): Pick<SnapshotContent, 'builds' | 'omittedBuilds'> {
  const telling = listed(builds).sort((one, other) => Number(other.counts) - Number(one.counts));
  const { items, omitted } = withinBytes(telling, mostBuildBytes);
  return { builds: listed(items), ...(omitted > 0 && { omittedBuilds: omitted }) };
}

/** None when the build was created after T. */
function buildAtDeploy(
  looks: readonly Look[],
  { deploy }: SnapshotFacts,
  actions: readonly JobAction[],
): Omit<SnapshotBuild, 'counts'>[] {
  const known = stateAt(looks, wholeSecond(deploy.deployedAt), actions);
  if (known === undefined) return [];
  const { state, certainty, look } = known;
  return [{ ...look.build, sha: deploy.sha, state, certainty, lookedAt: look.lookedAt }];
}
