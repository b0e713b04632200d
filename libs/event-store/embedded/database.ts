import { DatabaseSync } from 'node:sqlite';
import { prepareSchema } from './schema.js';

/** How long a write waits for a reader such as a backup tool, in ms. */
const BUSY_TIMEOUT = 5_000;

/**
 * Opens the file with write-ahead log and a sync of the disk at every commit, its tables ready.
 * @throws EventStoreUnusable when the file is of a newer version or something else
 */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
  try {
    prepareSchema(database, file);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}
