import { envelope, type PublishedEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { BuildSnapshotEvent } from './domain/build-snapshot.js';

const source = '/services/deploys';

/** The published form of a revision: the same id, the same time. */
export function publishedSnapshotEvent(recorded: RecordedEvent): PublishedEvent {
  const { type, data } = recorded as unknown as BuildSnapshotEvent;
  const content = { id: recorded.id, source, time: data.at, data };
  switch (type) {
    case 'BuildSnapshotTaken':
      return envelope('sleuth.build-snapshot-taken.v1', content);
    case 'BuildSnapshotCorrected':
      return envelope('sleuth.build-snapshot-corrected.v1', content);
  }
}
