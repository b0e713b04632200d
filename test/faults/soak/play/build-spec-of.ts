import type { BuildSpec } from '../../../standins/buildkite/testing/index.js';
import { buildkiteOrganization } from '../plan/plan-of.js';
import type { PlannedBuild } from '../plan/plan.js';

/**
 * A planned build as the stand-in wants it.
 * @param slugs what the pipelines are called now, by id
 */
export function buildSpecOf({ pipeline, spec }: PlannedBuild, slugs: ReadonlyMap<string, string>): BuildSpec {
  const slug = slugs.get(pipeline);
  if (slug === undefined) throw new Error(`The plan has no pipeline ${pipeline}.`);
  return { ...spec, pipeline: slug, organization: buildkiteOrganization };
}
