import { textOf, type JsonObject } from './json.js';

/** States that a build can have (Buildkite docs: Defining steps › Build states). */
const known: ReadonlySet<string> = new Set([
  'creating',
  'scheduled',
  'running',
  'passed',
  'failing',
  'failed',
  'blocked',
  'canceling',
  'canceled',
  'skipped',
  'not_run',
]);

/** Whether Buildkite documents this state of a build. */
export function isKnownState(state: string): boolean {
  return known.has(state);
}

/**
 * The state of a build: `blocked` when it is blocked, which REST never writes as its `state` but shows as a flag beside
 * the state that it had before (Buildkite docs: REST API › Builds); else its `state`, verbatim even if unknown, with the
 * British `cancelled` read as `canceled`; `unknown` when there is none.
 */
export function effectiveState(build: JsonObject): string {
  if (build['blocked'] === true) return 'blocked';
  const state = textOf(build['state'], 100) ?? 'unknown';
  return state === 'cancelled' ? 'canceled' : state;
}
