import type { Log } from '#libs/platform';
import { isKnownState } from '../parsing/effective-state.js';
import type { BuildsPage } from './builds-page.js';

const most = 100;

/** Says in the log, once per state, that Buildkite showed a state that its documentation does not know. */
export function noteUnknownStates(log: Log): (page: BuildsPage) => void {
  const noted = new Set<string>();
  return ({ looks }) => {
    for (const { build } of looks) {
      const { state } = build;
      if (isKnownState(state) || noted.has(state) || noted.size >= most) continue;
      noted.add(state);
      log.warn(
        { state, build: build.id },
        'Buildkite shows a state that is not known; it is kept as unfinished',
      );
    }
  };
}
