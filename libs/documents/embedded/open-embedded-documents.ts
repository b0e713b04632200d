import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DocumentsInUse } from '../errors.js';
import type { Documents } from '../port.js';
import { EmbeddedDocuments } from './embedded-documents.js';
import { isBusy } from './sqlite-errors.js';

/**
 * The lock is exclusive because a reader in another process could keep the log from being emptied, and with it what
 * was removed. Temporary tables stay in memory for the same reason. The log holds 64 MiB before it is worked into the
 * file: the pages of large indexes are then written once for many commits.
 */
const settings = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -32000;
  PRAGMA wal_autocheckpoint = 16000;
`;

/**
 * Opens the documents that live in one SQLite file and serve one process.
 * @param options.file path of the file; it and its folder are made when missing
 * @throws DocumentsInUse when another process has it open
 */
export async function openEmbeddedDocuments({ file }: { readonly file: string }): Promise<Documents> {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec(`${settings} BEGIN EXCLUSIVE; COMMIT; PRAGMA wal_checkpoint(TRUNCATE)`);
    return new EmbeddedDocuments(database);
  } catch (error) {
    database.close();
    throw isBusy(error) ? new DocumentsInUse(file, { cause: error }) : error;
  }
}
