import type { Certainty } from '#libs/contracts';
import type { Revision } from '../../../../services/deploys/src/build-snapshot/domain/build-snapshot.js';
import { lastRevisions } from '../../setting/differences.js';

export type Shares = Readonly<Record<Certainty, number>>;

/** How many builds of the last revisions are of each certainty. */
export function certainties(revisions: readonly Revision[]): Shares {
  const counts = { observed: 0, derived: 0, uncertain: 0, 'last-known': 0 };
  for (const { content } of lastRevisions(revisions).values())
    for (const { certainty } of content.builds) counts[certainty] += 1;
  return counts;
}

/** As `observed 70.0 %, derived 20.0 %, …`; says so when there is nothing to share. */
export function asText(shares: Shares): string {
  const total = Object.values(shares).reduce((sum, count) => sum + count, 0);
  if (total === 0) return 'no builds in snapshots';
  const percent = (count: number) => `${((100 * count) / total).toFixed(1)} %`;
  return Object.entries(shares)
    .map(([certainty, count]) => `${certainty} ${percent(count)}`)
    .join(', ');
}
