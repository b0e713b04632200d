import type { Backfill } from './backfill.js';

/** What Buildkite refused to show. */
export interface Refusal {
  /** Slug. */
  readonly buildkiteOrganization: string;
  /** Slug; null for all pipelines of the organization. */
  readonly pipeline: string | null;
}

/** What Buildkite refused to show since the backfill was begun, or taken up again last. */
export function refusals({ refused, pipelines }: Pick<Backfill, 'refused' | 'pipelines'>): Refusal[] {
  return [
    ...refused.map((buildkiteOrganization) => ({ buildkiteOrganization, pipeline: null })),
    ...pipelines
      .filter(({ isRefused }) => isRefused)
      .map(({ organization, slug }) => ({ buildkiteOrganization: organization, pipeline: slug })),
  ];
}
