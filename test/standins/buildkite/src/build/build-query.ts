import { badRequest } from '../error/buildkite-error.js';
import { parseInstant } from '../instant/instant.js';
import type { BuildFilter } from './build-filter.js';

/** How a build is shown, beside which builds are. */
export interface BuildShape {
  readonly excludeJobs: boolean;
  readonly excludePipeline: boolean;
  readonly includeRetriedJobs: boolean;
}

const META_DATA = /^meta_data\[(.+)\]$/;

function isOn(query: URLSearchParams, name: string): boolean {
  return query.get(name) === 'true' || query.get(name) === '1';
}

function values(query: URLSearchParams, name: string): readonly string[] {
  return [...query.getAll(name), ...query.getAll(`${name}[]`)].filter((value) => value !== '');
}

function instant(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const ms = parseInstant(text);
  if (ms === undefined) throw badRequest(`${name} is not a valid ISO 8601 date or time`);
  return ms;
}

/** The filters of a list from its query string; both `commit=` and `commit[]=` forms; 400 for a time that is none. */
export function buildFilter(query: URLSearchParams): BuildFilter {
  const metaData = [...query].flatMap(([name, value]): [string, string][] => {
    const key = META_DATA.exec(name)?.[1];
    return key === undefined ? [] : [[key, value]];
  });
  return {
    branches: values(query, 'branch'),
    commits: values(query, 'commit'),
    states: new Set(values(query, 'state')),
    createdFromMs: instant(query, 'created_from') ?? -Infinity,
    createdToMs: instant(query, 'created_to') ?? Infinity,
    finishedFromMs: instant(query, 'finished_from'),
    creator: query.get('creator') ?? undefined,
    metaData: new Map(metaData),
  };
}

/** What a reply leaves out of its builds. */
export function buildShape(query: URLSearchParams): BuildShape {
  return {
    excludeJobs: isOn(query, 'exclude_jobs'),
    excludePipeline: isOn(query, 'exclude_pipeline'),
    includeRetriedJobs: isOn(query, 'include_retried_jobs'),
  };
}
