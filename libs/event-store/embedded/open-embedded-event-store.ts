import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EventStore } from '../port.js';
import { openDatabase } from './database.js';
import { EmbeddedEventStore } from './embedded-event-store.js';
import { lockFile } from './file-lock.js';

export interface EmbeddedEventStoreOptions {
  /** Path of the SQLite file; it and its folder are made when they are missing. */
  readonly file: string;
  /** The time that events are recorded at. Default: the clock of the machine. */
  readonly now?: () => Date;
}

/**
 * Opens the event store that lives in one file (SQLite, write-ahead log, synced at every commit). One process at a
 * time writes to it.
 * @throws EventStoreUnusable when another process has it open, a newer version wrote it, or it is something else
 */
export async function openEmbeddedEventStore({
  file,
  now = () => new Date(),
}: EmbeddedEventStoreOptions): Promise<EventStore> {
  mkdirSync(dirname(file), { recursive: true });
  const lock = lockFile(file);
  try {
    return new EmbeddedEventStore(openDatabase(file), lock, now);
  } catch (error) {
    lock.release();
    throw error;
  }
}
