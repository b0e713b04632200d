import { DatabaseSync } from 'node:sqlite';
import { EventStoreUnusable } from '../errors.js';

/** SQLite docs: Result and Error Codes › SQLITE_BUSY. */
const SQLITE_BUSY = 5;

export interface FileLock {
  release(): void;
}

/**
 * Makes this process the only writer of `file` until the lock is released or the process dies: an exclusive SQLite
 * lock on `<file>.lock`, which the operating system takes back even after SIGKILL. The file itself stays open to
 * readers such as backup tools.
 * @throws EventStoreUnusable `event-store-in-use` when somebody else holds it
 */
export function lockFile(file: string): FileLock {
  const lock = new DatabaseSync(`${file}.lock`);
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw isBusy(error) ? inUse(file, error) : error;
  }
  return { release: () => lock.close() };
}

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function inUse(file: string, cause: unknown): EventStoreUnusable {
  return new EventStoreUnusable(
    'event-store-in-use',
    `${file} is in use by another process. Stop that process, or give this one a data directory of its own.`,
    { cause },
  );
}
