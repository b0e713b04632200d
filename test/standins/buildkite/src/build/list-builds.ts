import { passesFilter, type BuildFilter } from './build-filter.js';
import { isIn, type Builds, type BuildScope } from './builds.js';
import type { CreatedOrder } from './created-order.js';
import { byCreation, type TrackedBuild } from './tracked-build.js';
import type { PageQuery } from '../paging/page-query.js';

/** One page of a list, and of how many builds the whole list consists. */
export interface BuildList {
  readonly items: readonly TrackedBuild[];
  readonly total: number;
}

function* candidates(
  builds: Builds,
  scope: BuildScope,
  filter: BuildFilter,
  beforeMs: number,
): Generator<TrackedBuild, void> {
  const within = (order: CreatedOrder): Generator<TrackedBuild, void> =>
    order.newestFirst(filter.createdFromMs, beforeMs);
  if (filter.commits.length === 0) {
    yield* within(builds.inScope(scope));
    return;
  }
  const found = new Set(filter.commits.flatMap((commit) => [...within(builds.ofCommit(commit))]));
  yield* [...found].sort((a, b) => byCreation(b, a));
}

/** The builds that a list shows at an instant (epoch milliseconds), newest creation first. */
export function listBuilds(
  builds: Builds,
  scope: BuildScope,
  filter: BuildFilter,
  page: PageQuery,
  nowMs: number,
): BuildList {
  const first = (page.page - 1) * page.perPage;
  const items: TrackedBuild[] = [];
  let total = 0;
  for (const build of candidates(builds, scope, filter, Math.min(filter.createdToMs, nowMs + 1))) {
    if (!isIn(scope, build.record) || build.record.listedAtMs > nowMs) continue;
    const phase = build.phaseAt(nowMs);
    if (phase === undefined || !passesFilter(filter, build.record, phase)) continue;
    if (total >= first && items.length < page.perPage) items.push(build);
    total += 1;
  }
  return { items, total };
}
