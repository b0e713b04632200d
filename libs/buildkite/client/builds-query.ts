import { normalizeSha } from '#libs/contracts';

/** Which builds of an organization are asked for; what is left out does not narrow. Instants are RFC 3339 in UTC. */
export interface BuildsQuery {
  /** Slug of the Buildkite organization. */
  readonly organization: string;
  /** Slug of a pipeline; without it the builds of all pipelines are listed. */
  readonly pipeline?: string | undefined;
  /** Full SHAs; anything else among them is never sent, for Buildkite would find nothing. None at all finds nothing. */
  readonly commits?: readonly string[] | undefined;
  /** Created at or after. */
  readonly createdFrom?: string | undefined;
  /** Created before. */
  readonly createdTo?: string | undefined;
  /** Finished at or after. Skipped builds and those that were not run never finish. */
  readonly finishedFrom?: string | undefined;
  /** In one of these states; `blocked` is one of them here. */
  readonly states?: readonly string[] | undefined;
}

/** How a list is asked for: how many builds on a page, and before which creation it begins. */
export interface Window {
  readonly perPage: number;
  readonly createdTo: string | undefined;
}

const commitsPerRequest = 50;

/**
 * The commits of a query, as lists of at most 50 that go into one request each (53 characters of URL per SHA): unique,
 * lower-case, full SHAs only. One empty list when commits do not matter.
 */
export function commitBatches(commits: readonly string[] | undefined): readonly (readonly string[])[] {
  if (commits === undefined) return [[]];
  const shas = [...new Set(commits.map(normalizeSha).filter((sha) => sha !== undefined))];
  const batches: string[][] = [];
  for (let from = 0; from < shas.length; from += commitsPerRequest)
    batches.push(shas.slice(from, from + commitsPerRequest));
  return batches;
}

/**
 * The address of a builds list of an organization or of one of its pipelines, without jobs (Buildkite docs: REST API ›
 * Builds › List builds for an organization, … for a pipeline). Brackets are encoded: `commit%5B%5D=`.
 */
export function buildsUrl(api: URL, query: BuildsQuery, commits: readonly string[], window: Window): URL {
  const { organization, pipeline } = query;
  const ofPipeline = pipeline === undefined ? '' : `/pipelines/${pathSegment(pipeline)}`;
  const url = new URL(`${api.href}/organizations/${pathSegment(organization)}${ofPipeline}/builds`);
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined) url.searchParams.append(name, value);
  };
  add('exclude_jobs', 'true');
  add('per_page', String(window.perPage));
  add('created_from', query.createdFrom);
  add('created_to', window.createdTo);
  add('finished_from', query.finishedFrom);
  for (const state of query.states ?? []) add('state[]', state);
  for (const commit of commits) add('commit[]', commit);
  return url;
}

/** A slug as it stands in a path. Throws RangeError for one that would lead elsewhere. */
export function pathSegment(slug: string): string {
  if (slug === '' || /^\.{1,2}$/.test(slug)) throw new RangeError('This is no slug.');
  return encodeURIComponent(slug);
}
