import type { EventStore } from '../../port.js';
import {
  startEventStoreStandIn,
  type RunningEventStore,
  type StandInOptions,
} from '../../../../test/standins/eventstoredb/testing/index.js';
import { openEventStoreDb } from '../open-event-store-db.js';
import { RecordingLog } from './recording-log.js';

/** A stand-in of the server in this process, and the store opened at it. */
export interface OpenedStandIn {
  readonly server: RunningEventStore;
  readonly store: EventStore;
  readonly log: RecordingLog;
  close(): Promise<void>;
}

/** Starts a stand-in for a test and opens the store at it. */
export async function openStandIn({
  appendTimeoutMs = 10_000,
  ...options
}: StandInOptions & { readonly appendTimeoutMs?: number } = {}): Promise<OpenedStandIn> {
  const server = await startEventStoreStandIn(options);
  const log = new RecordingLog();
  const store = await openEventStoreDb({ url: server.url, log, appendTimeoutMs });
  return {
    server,
    store,
    log,
    close: async () => {
      await store.close();
      await server.close();
    },
  };
}
