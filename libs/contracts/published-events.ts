import type { Static, TSchema } from 'typebox';
import * as snapshots from './events/build-snapshots.js';
import * as buildJobs from './events/build-jobs.js';
import * as builds from './events/builds.js';
import * as commitLookUps from './events/commit-look-ups.js';
import * as connectionHealth from './events/connection-health.js';
import * as deploys from './events/deploys.js';
import * as integrations from './events/integrations.js';
import * as projects from './events/projects.js';
import { topics, type TopicDefinition } from './topics.js';

/** Everything that is published: CloudEvents type → topic and schema of `data`. A change that breaks a reader is a new type. */
export const publishedEvents = {
  'sleuth.connection-added.v1': { topic: topics.integrations, data: integrations.ConnectionAdded },
  'sleuth.connection-token-replaced.v1': {
    topic: topics.integrations,
    data: integrations.ConnectionTokenReplaced,
  },
  'sleuth.connection-webhook-secret-made.v1': {
    topic: topics.integrations,
    data: integrations.ConnectionWebhookSecretMade,
  },
  'sleuth.connection-removed.v1': { topic: topics.integrations, data: integrations.ConnectionRemoved },
  'sleuth.default-build-server-set.v1': {
    topic: topics.integrations,
    data: integrations.DefaultBuildServerSet,
  },
  'sleuth.default-build-server-cleared.v1': {
    topic: topics.integrations,
    data: integrations.DefaultBuildServerCleared,
  },
  'sleuth.code-deployment-build-server-set.v1': {
    topic: topics.integrations,
    data: integrations.CodeDeploymentBuildServerSet,
  },
  'sleuth.code-deployment-build-server-cleared.v1': {
    topic: topics.integrations,
    data: integrations.CodeDeploymentBuildServerCleared,
  },
  'sleuth.integration-disconnected.v1': {
    topic: topics.integrations,
    data: integrations.IntegrationDisconnected,
  },
  'sleuth.project-created.v1': { topic: topics.projects, data: projects.ProjectCreated },
  'sleuth.environment-added.v1': { topic: topics.projects, data: projects.EnvironmentAdded },
  'sleuth.code-deployment-added.v1': { topic: topics.projects, data: projects.CodeDeploymentAdded },
  'sleuth.code-deployment-changed.v1': { topic: topics.projects, data: projects.CodeDeploymentChanged },
  'sleuth.code-deployment-removed.v1': { topic: topics.projects, data: projects.CodeDeploymentRemoved },
  'sleuth.deploy-registered.v1': { topic: topics.deploys, data: deploys.DeployRegistered },
  'sleuth.deploy-deleted.v1': { topic: topics.deploys, data: deploys.DeployDeleted },
  'sleuth.build-observed.v1': { topic: topics.builds, data: builds.BuildObserved },
  'sleuth.build-jobs-observed.v1': { topic: topics.builds, data: buildJobs.BuildJobsObserved },
  'sleuth.commit-looked-up.v1': { topic: topics.commitLookUps, data: commitLookUps.CommitLookedUp },
  'sleuth.connection-health-changed.v1': {
    topic: topics.connectionHealth,
    data: connectionHealth.ConnectionHealthChanged,
  },
  'sleuth.build-snapshot-taken.v1': { topic: topics.buildSnapshots, data: snapshots.BuildSnapshotTaken },
  'sleuth.build-snapshot-corrected.v1': {
    topic: topics.buildSnapshots,
    data: snapshots.BuildSnapshotCorrected,
  },
} as const satisfies Record<string, { topic: TopicDefinition; data: TSchema }>;

export type PublishedEventType = keyof typeof publishedEvents;

/** The types of `data`, by CloudEvents type: what the schemas say, so that the two cannot part. */
export type PublishedEventData = {
  [Type in PublishedEventType]: Static<(typeof publishedEvents)[Type]['data']>;
};

/** Whether this version of the published language knows the CloudEvents type. */
export function isPublishedEventType(type: string): type is PublishedEventType {
  return Object.hasOwn(publishedEvents, type);
}
