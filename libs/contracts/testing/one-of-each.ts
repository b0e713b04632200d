import type { PublishedEvent } from '../index.js';
import { aBuildSnapshotCorrected, aBuildSnapshotTaken } from './build-snapshots.js';
import { aBuildJobsObserved } from './build-jobs.js';
import { aBuildObserved, aCommitLookedUp, aConnectionHealthChanged } from './builds.js';
import { aDeployDeleted, aDeployRegistered } from './deploys.js';
import * as integrations from './integrations.js';
import * as projects from './projects.js';

/** One event of every published type. */
export function oneOfEach(): PublishedEvent[] {
  return [
    ...Object.values(integrations).map((make) => make()),
    ...Object.values(projects).map((make) => make()),
    aDeployRegistered(),
    aDeployDeleted(),
    aBuildObserved(),
    aBuildJobsObserved(),
    aCommitLookedUp(),
    aConnectionHealthChanged(),
    aBuildSnapshotTaken(),
    aBuildSnapshotCorrected(),
  ];
}
