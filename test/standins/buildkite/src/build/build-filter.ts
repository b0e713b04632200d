import { effectiveState, type BuildPhase } from './domain/phase.js';
import type { BuildRecord } from './domain/build-record.js';
import { personId } from '../person/person-view.js';

/** What a list is narrowed to; an undefined or empty part narrows nothing. Times are epoch milliseconds. */
export interface BuildFilter {
  /** Exact names or patterns with `*`. */
  readonly branches: readonly string[];
  /** Exact values of `commit`: abbreviations match nothing. */
  readonly commits: readonly string[];
  readonly states: ReadonlySet<string>;
  readonly createdFromMs: number;
  /** Exclusive. */
  readonly createdToMs: number;
  readonly finishedFromMs: number | undefined;
  readonly creator: string | undefined;
  readonly metaData: ReadonlyMap<string, string>;
}

const FINISHED: ReadonlySet<string> = new Set(['passed', 'failed', 'blocked', 'canceled']);

function branchMatches(pattern: string, branch: string): boolean {
  if (!pattern.includes('*')) return pattern === branch;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(branch);
}

function stateMatches(states: ReadonlySet<string>, phase: BuildPhase): boolean {
  const state = effectiveState(phase);
  return states.has(state) || (states.has('finished') && FINISHED.has(state));
}

/** Buildkite's lists by finish hold what its pseudo-state `finished` holds: not the skipped and the not run. */
function finishedSince(fromMs: number, phase: BuildPhase): boolean {
  return phase.finishedAtMs !== null && phase.finishedAtMs >= fromMs && FINISHED.has(effectiveState(phase));
}

/** Whether a build in that phase passes the filter (Buildkite docs: REST API › Builds › query string parameters). */
export function passesFilter(filter: BuildFilter, build: BuildRecord, phase: BuildPhase): boolean {
  if (build.createdAtMs < filter.createdFromMs || build.createdAtMs >= filter.createdToMs) return false;
  if (filter.commits.length > 0 && !filter.commits.includes(phase.commit)) return false;
  if (filter.states.size > 0 && !stateMatches(filter.states, phase)) return false;
  if (filter.finishedFromMs !== undefined && !finishedSince(filter.finishedFromMs, phase)) return false;
  if (filter.branches.length > 0 && !filter.branches.some((pattern) => branchMatches(pattern, build.branch)))
    return false;
  if (filter.creator !== undefined && (build.creator === null || personId(build.creator) !== filter.creator))
    return false;
  for (const [key, value] of filter.metaData) if (phase.metaData[key] !== value) return false;
  return true;
}
