import { setTimeout as pause } from 'node:timers/promises';
import type { BuildkiteControl } from '../../standins/buildkite/testing/index.js';
import { patience } from './eventually.js';

const lullMs = 50 * patience;

/** Resolves when nobody has asked Buildkite anything for a while: what the time has begun is read. */
export async function lull(buildkite: Pick<BuildkiteControl, 'requestTotal'>): Promise<void> {
  for (let before = -1, total = 0; before !== total;) {
    before = total;
    await pause(lullMs);
    total = await buildkite.requestTotal();
  }
}
