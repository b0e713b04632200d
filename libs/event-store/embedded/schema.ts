import type { DatabaseSync } from 'node:sqlite';
import { EventStoreUnusable } from '../errors.js';

/** Marks the file as an event store: "EVST" (SQLite docs: PRAGMA application_id). */
const APPLICATION_ID = 0x45565354;

/** Step n brings a file from version n to n + 1. Steps that have been released stay as they are. */
const STEPS: readonly string[] = [
  `CREATE TABLE events (
     position    INTEGER PRIMARY KEY,
     stream      TEXT    NOT NULL,
     revision    INTEGER NOT NULL,
     id          TEXT    NOT NULL,
     type        TEXT    NOT NULL,
     recorded_at TEXT    NOT NULL,
     metadata    TEXT,
     data        TEXT    NOT NULL
   ) STRICT;
   CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);`,
];

/**
 * Brings the tables to this version of the program; the file carries its version (PRAGMA user_version).
 * @throws EventStoreUnusable `event-store-too-new` for a file of a newer version, `event-store-foreign` for a
 *   database of something else; neither is touched
 */
export function prepareSchema(database: DatabaseSync, file: string, steps = STEPS): void {
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0 || hasTables(database))) {
    throw new EventStoreUnusable(
      'event-store-foreign',
      `${file} is a database, but not an event store. Move it away or choose another data directory.`,
    );
  }
  if (version > steps.length) {
    throw new EventStoreUnusable(
      'event-store-too-new',
      `${file} was written by a newer version (schema ${version}, this version knows ${steps.length}). Run that version or a newer one.`,
    );
  }
  if (version < steps.length) {
    migrate(database, steps.slice(version), steps.length);
  }
}

function migrate(database: DatabaseSync, steps: readonly string[], version: number): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    steps.forEach((step) => database.exec(step));
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version}; COMMIT`);
  } catch (error) {
    if (database.isTransaction) {
      database.exec('ROLLBACK');
    }
    throw error;
  }
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function hasTables(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
}
