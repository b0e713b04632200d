import { envelope, type PublishedEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import { organizationOf } from './deploy-stream.js';
import type { DeployEvent } from './domain/events.js';

const source = '/services/deploys';

/** The published form of a stored fact: the same id, the same time. */
export function publishedDeployEvent(recorded: RecordedEvent): PublishedEvent {
  const event = recorded as unknown as DeployEvent;
  const organization = organizationOf(recorded.stream);
  const content = { id: recorded.id, source, time: event.data.at };
  switch (event.type) {
    case 'DeployRegistered':
      return envelope('sleuth.deploy-registered.v1', { ...content, data: { organization, ...event.data } });
    case 'DeployDeleted': {
      const { deploy, sha, at } = event.data;
      return envelope('sleuth.deploy-deleted.v1', { ...content, data: { organization, deploy, sha, at } });
    }
  }
}
