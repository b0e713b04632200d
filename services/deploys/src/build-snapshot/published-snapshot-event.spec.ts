import { decodeEvent } from '#libs/contracts';
import { aBuildSnapshotCorrected, aBuildSnapshotTaken, recordOf } from '#libs/contracts/testing';
import type { RecordedEvent } from '#libs/event-store';
import { publishedSnapshotEvent } from './published-snapshot-event.js';

describe('The published form of a revision', () => {
  it.each([
    ['BuildSnapshotTaken', aBuildSnapshotTaken()],
    ['BuildSnapshotCorrected', aBuildSnapshotCorrected()],
  ])('of %s is the revision itself, under the id that it is stored with', (type, published) => {
    const stored: RecordedEvent = {
      id: '00000000-0000-4000-8000-00000000000d',
      type,
      data: { ...published.data },
      stream: `buildSnapshot-acme.${published.data.deploy.id}`,
      revision: published.data.revision - 1,
      position: '42',
      recordedAt: published.data.at,
    };
    const event = publishedSnapshotEvent(stored);
    expect(event).toEqual({ ...published, id: stored.id });
    expect(decodeEvent(recordOf(event))).toEqual({ ok: true, event });
  });
});
