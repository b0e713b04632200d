import type { PageQuery } from '../paging/page-query.js';
import { passesFilter, type BuildFilter } from './build-filter.js';
import { isIn, type Builds, type BuildScope } from './builds.js';
import { merged } from './created-order.js';
import type { TrackedBuild } from './tracked-build.js';

/** One page of a list, and whether there is another behind it. */
export interface BuildList {
  readonly items: readonly TrackedBuild[];
  readonly more: boolean;
}

/**
 * The builds that a list shows at an instant (epoch milliseconds), newest creation first.
 * It reads no further than the page needs; a look-up by commits reads the builds of these commits alone.
 */
export function listBuilds(
  builds: Builds,
  scope: BuildScope,
  filter: BuildFilter,
  page: PageQuery,
  nowMs: number,
): BuildList {
  const { commits, createdFromMs, createdToMs } = filter;
  const candidates =
    commits.length === 0 ? builds.inScope(scope) : merged(commits.map((commit) => builds.ofCommit(commit)));
  const first = (page.page - 1) * page.perPage;
  const items: TrackedBuild[] = [];
  let found = 0;
  candidates.visit(createdFromMs, Math.min(createdToMs, nowMs + 1), (build) => {
    if (!isIn(scope, build.record) || build.record.listedAtMs > nowMs) return 'go on';
    const phase = build.phaseAt(nowMs);
    if (phase === undefined || !passesFilter(filter, build.record, phase)) return 'go on';
    found += 1;
    if (found <= first) return 'go on';
    if (items.length === page.perPage) return 'stop';
    items.push(build);
    return 'go on';
  });
  return { items, more: found > first + page.perPage };
}
