import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BusInUse } from '../errors.js';

/** SQLite result code: another connection holds the file (sqlite.org/rescode.html#busy). */
const sqliteBusy = 5;

const schema = `
  CREATE TABLE IF NOT EXISTS partitions (
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL,
    number INTEGER NOT NULL,
    UNIQUE (topic, number)
  );
  CREATE TABLE IF NOT EXISTS records (
    partition INTEGER NOT NULL REFERENCES partitions,
    offset INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    key BLOB,
    value BLOB,
    headers TEXT NOT NULL,
    PRIMARY KEY (partition, offset)
  );
  CREATE TABLE IF NOT EXISTS progress (
    consumer_group TEXT NOT NULL,
    partition INTEGER NOT NULL REFERENCES partitions,
    next_offset INTEGER NOT NULL,
    PRIMARY KEY (consumer_group, partition)
  ) WITHOUT ROWID;
`;

/**
 * Opens the bus's file for this connection alone, and makes it and its folder when they are missing.
 * A commit is on the disk when it returns (WAL, `synchronous = FULL`).
 * @throws BusInUse when another connection, here or in another process, holds the file
 */
export function openDatabase(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec(`BEGIN EXCLUSIVE; ${schema} COMMIT`);
    return database;
  } catch (error) {
    database.close();
    throw isBusy(error) ? new BusInUse(file, { cause: error }) : error;
  }
}

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === sqliteBusy;
}
