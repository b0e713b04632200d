import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEventStore } from '../embedded/open-embedded-event-store.js';
import type { EventStore } from '../port.js';

export interface TemporaryEventStore {
  readonly store: EventStore;
  readonly file: string;
  /** Closes the store and opens the same file again. */
  reopen(): Promise<EventStore>;
  /** Closes the store and removes its folder. */
  close(): Promise<void>;
}

/** An embedded event store in a temporary folder of its own, for tests of whatever stands on the port. */
export async function temporaryEventStore(): Promise<TemporaryEventStore> {
  const folder = await mkdtemp(join(tmpdir(), 'event-store-'));
  const file = join(folder, 'events.db');
  let current = await openEmbeddedEventStore({ file });
  return {
    store: current,
    file,
    reopen: async () => {
      await current.close();
      return (current = await openEmbeddedEventStore({ file }));
    },
    close: async () => {
      await current.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
