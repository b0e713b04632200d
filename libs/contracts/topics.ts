/** A topic that is part of the published language. */
export interface TopicDefinition {
  /** Name without the configurable prefix. */
  readonly name: string;
  /** Fixed when the topic is made: changing it later moves keys between partitions. */
  readonly partitions: number;
  /** The largest event that is read from it, in bytes; without it, see `maxEventBytes`. */
  readonly maxEventBytes?: number;
}

/** A snapshot names all builds of a commit: what the bus and the event store take at most, 1 MiB. */
const maxSnapshotBytes = 1024 * 1024;

/** All topics. Each is a log: `cleanup.policy=delete`, `retention.ms=-1`. */
export const topics = {
  integrations: { name: 'sleuth.integrations.v1', partitions: 12 },
  projects: { name: 'sleuth.projects.v1', partitions: 12 },
  deploys: { name: 'sleuth.deploys.v1', partitions: 12 },
  builds: { name: 'sleuth.builds.v1', partitions: 12 },
  commitLookUps: { name: 'sleuth.commit-look-ups.v1', partitions: 12 },
  connectionHealth: { name: 'sleuth.connection-health.v1', partitions: 12 },
  buildSnapshots: { name: 'sleuth.build-snapshots.v1', partitions: 12, maxEventBytes: maxSnapshotBytes },
} as const satisfies Record<string, TopicDefinition>;

export type Topic = (typeof topics)[keyof typeof topics]['name'];

/** Where records that can never be handled by a consumer group are kept: one per topic and group. */
export function deadLetterTopic(topic: string, group: string): string {
  return `${topic}.${group}.dead-letters`;
}
