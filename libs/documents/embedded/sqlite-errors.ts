import { DuplicateKey } from '../errors.js';
import { fieldOf } from './table.js';

/** A unique index was broken (sqlite.org/rescode.html#constraint_unique). */
const sqliteUnique = 2067;
/** Another connection holds the file (sqlite.org/rescode.html#busy). */
const sqliteBusy = 5;
const uniqueMessage = /^UNIQUE constraint failed: (.+)$/;

/** Runs `work` and says a broken unique index in the port's words. */
export function sayingDuplicates<Result>(table: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw duplicateKey(table, error) ?? error;
  }
}

/** Whether SQLite found the file in the hands of another process. */
export function isBusy(error: unknown): boolean {
  return isSqliteError(error) && error.errcode === sqliteBusy;
}

/** SQLite names the columns as `table.column, table.column`. */
function duplicateKey(table: string, error: unknown): DuplicateKey | undefined {
  if (!isSqliteError(error) || error.errcode !== sqliteUnique) return undefined;
  const columns = uniqueMessage.exec(error.message)?.[1]?.split(', ') ?? [];
  return new DuplicateKey(
    table,
    columns.map((name) => fieldOf(name.slice(table.length + 1))),
  );
}

/** Told by shape, since node:sqlite's errors are no instances of the `Error` of another realm. */
function isSqliteError(error: unknown): error is { readonly errcode: number; readonly message: string } {
  return typeof error === 'object' && error !== null && 'errcode' in error && 'message' in error;
}
