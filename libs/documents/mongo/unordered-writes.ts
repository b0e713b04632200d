import mongoose, { type mongo } from 'mongoose';
import { DocumentsUnreachable } from '../errors.js';
import { codes, duplicateKey, isPassing, isSameId, serverError, type Place } from './server-errors.js';
import type { StoredDocument } from './stored-document.js';

const { MongoBulkWriteError } = mongoose.mongo;

/** One write of one document. */
export type Write = mongo.AnyBulkWriteOperation<StoredDocument>;

/** What came of writes that were done in any order. */
export interface Outcome {
  /** Places of the writes that a document with the same id was in the way of. */
  readonly conflicts: ReadonlySet<number>;
  /** How many documents were there as the writes wanted them. */
  readonly matched: number;
}

interface Failures {
  readonly writeErrors: readonly {
    readonly code: number;
    readonly index: number;
    readonly errmsg?: string | undefined;
  }[];
  /** Why the writes that were done may not last. */
  readonly writeConcernError?: { readonly code?: number | undefined; readonly errmsg?: string | undefined };
}

/**
 * Does the writes in any order, each of a document of its own.
 * @throws DuplicateKey, DocumentsRefused, DocumentsUnreachable, DocumentsUnusable when one failed but for a document
 * with its id; the driver's errors
 */
export async function writeUnordered(
  collection: mongo.Collection<StoredDocument>,
  hosts: string,
  writes: readonly Write[],
): Promise<Outcome> {
  if (writes.length === 0) return { conflicts: new Set(), matched: 0 };
  try {
    const { matchedCount } = await collection.bulkWrite(writes, { ordered: false });
    return { conflicts: new Set(), matched: matchedCount };
  } catch (error) {
    const failures = error instanceof MongoBulkWriteError ? failuresOf(error) : undefined;
    if (failures === undefined) throw error;
    const place = { collection: collection.collectionName, hosts };
    return { conflicts: conflictsIn(place, failures), matched: 0 };
  }
}

/**
 * Where a document with the same id was in the way.
 * @throws DocumentsUnreachable when a repetition may do what failed or make sure that it lasts, DuplicateKey for another
 * unique index, DocumentsRefused or DocumentsUnusable for any other failure
 */
export function conflictsIn(place: Place, failures: Failures): ReadonlySet<number> {
  const { writeErrors, writeConcernError } = failures;
  const faults = writeErrors.map(({ code }) => code).filter((code) => code !== codes.duplicateKey);
  const fault = faults.find((code) => !isPassing(code)) ?? faults[0];
  if (fault !== undefined) throw serverError(place, fault, `error ${fault} for a document`);
  if (writeConcernError) {
    const { code } = writeConcernError;
    throw new DocumentsUnreachable(place.hosts, `a majority has not written it yet (${code})`);
  }
  const duplicate = writeErrors.find(({ errmsg }) => !isSameId(errmsg));
  if (duplicate) throw duplicateKey(place.collection, duplicate.errmsg);
  return new Set(writeErrors.map(({ index }) => index));
}

/** Undefined when it is no write that failed but the asking. */
function failuresOf(error: mongo.MongoBulkWriteError): Failures | undefined {
  const writeErrors = [error.writeErrors].flat();
  const writeConcernError = error.result.getWriteConcernError();
  if (writeErrors.length === 0 && writeConcernError === undefined) return undefined;
  return writeConcernError === undefined ? { writeErrors } : { writeErrors, writeConcernError };
}
