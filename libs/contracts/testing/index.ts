export { acme } from './acme.js';
export { aBuildJobsObserved, aJob } from './build-jobs.js';
export {
  aBuildSnapshotCorrected,
  aBuildSnapshotTaken,
  aSnapshotBuild,
  aSnapshotContent,
} from './build-snapshots.js';
export { aBuild, aBuildObserved, aCommitLookedUp, aConnectionHealthChanged } from './builds.js';
export { aDeployDeleted, aDeployRegistered } from './deploys.js';
export {
  aCodeDeploymentBuildServerCleared,
  aCodeDeploymentBuildServerSet,
  aConnectionAdded,
  aConnectionRemoved,
  aConnectionTokenReplaced,
  aConnectionWebhookSecretMade,
  aDefaultBuildServerCleared,
  aDefaultBuildServerSet,
  anIntegrationDisconnected,
} from './integrations.js';
export {
  aCodeDeploymentAdded,
  aCodeDeploymentChanged,
  aCodeDeploymentRemoved,
  anEnvironmentAdded,
  aProjectCreated,
} from './projects.js';
export { recordOf, type DeliveredRecord } from './published.js';
export { oneOfEach } from './one-of-each.js';
