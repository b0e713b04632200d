import { observedPipeline, type ObservedPipeline } from '../parsing/pipeline.js';
import { pathSegment } from './builds-query.js';
import { pagesOf } from './pages.js';
import type { Session } from './session.js';
import type { Urgency } from './urgency.js';

/** Which pipelines are asked for. */
export interface PipelinesQuery {
  /** Slug of the Buildkite organization. */
  readonly organization: string;
  /** `host/owner/name` in lower case. */
  readonly repository: string;
}

/**
 * The pipelines of an organization that build a repository, in the order in which they are listed, each once. Buildkite
 * narrows its list to pipelines whose repository contains a text, whatever its case (Buildkite docs: REST API › Pipelines ›
 * List pipelines): `owner/name` is in every spelling of an address, and what does not name the same repository is left out.
 */
export async function pipelinesOf(
  session: Session,
  api: URL,
  { organization, repository }: PipelinesQuery,
  urgency: Urgency,
): Promise<readonly ObservedPipeline[]> {
  const url = new URL(`${api.href}/organizations/${pathSegment(organization)}/pipelines`);
  url.searchParams.append('per_page', '100');
  url.searchParams.append('repository', repository.slice(repository.indexOf('/') + 1));
  const found = new Map<string, ObservedPipeline>();
  for await (const { rows } of pagesOf(session, { url, organization, ...urgency }))
    for (const pipeline of rows.map(observedPipeline))
      if (pipeline?.repository === repository && !found.has(pipeline.id)) found.set(pipeline.id, pipeline);
  return [...found.values()];
}
