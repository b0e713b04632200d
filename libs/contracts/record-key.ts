import type { PublishedEventData, PublishedEventType } from './published-events.js';

/** The type and the data of a published event: all that its key depends on. */
export type KeyedFact = {
  [Type in PublishedEventType]: { readonly type: Type; readonly data: PublishedEventData[Type] };
}[PublishedEventType];

/**
 * The key under which an event is published (and its `subject`): events of one key stay in order.
 * Integrations and projects by organization, deploys and commit look-ups by `organization:sha`, builds by
 * `organization:build id`, the health of a connection by connection id, snapshots by deploy id.
 */
export function recordKey(event: KeyedFact): string {
  switch (event.type) {
    case 'sleuth.deploy-registered.v1':
    case 'sleuth.deploy-deleted.v1':
    case 'sleuth.commit-looked-up.v1':
      return `${event.data.organization}:${event.data.sha}`;
    case 'sleuth.build-observed.v1':
      return `${event.data.organization}:${event.data.build.id}`;
    case 'sleuth.build-jobs-observed.v1':
      return `${event.data.organization}:${event.data.build}`;
    case 'sleuth.connection-health-changed.v1':
      return event.data.connection;
    case 'sleuth.build-snapshot-taken.v1':
    case 'sleuth.build-snapshot-corrected.v1':
      return event.data.deploy.id;
    default:
      return event.data.organization;
  }
}
