import type { DensestWindow } from '../../../standins/buildkite/testing/index.js';
import type { Fault } from './fault.js';

/** The share of a limit that is used at most. */
const ceiling = 0.8;

/**
 * Windows with more requests than the ceiling allows, and requests while there were to be none.
 * @param windows the busiest one of each who is limited, by the stand-in's own count
 */
export function overTheCeiling(windows: readonly DensestWindow[]): readonly Fault[] {
  return windows.flatMap(({ scope, name, most, limit, from, whileLimited }) => [
    ...(most > ceiling * limit
      ? [{ what: `${most} requests of ${scope} ${name} within 60 s, of ${limit}.`, atMs: Date.parse(from) }]
      : []),
    ...(whileLimited > 0
      ? [{ what: `${whileLimited} requests of ${scope} ${name} while it was limited.` }]
      : []),
  ]);
}
