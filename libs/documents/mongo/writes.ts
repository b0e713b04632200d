import type { RevisedRow, Row } from './row.js';
import type { Write } from './unordered-writes.js';

/** Writes a document whose id is not there; a conflict when it is. */
export function insertion({ stored }: Row): Write {
  return { insertOne: { document: stored } };
}

/** Writes a document whatever is there; a conflict when another writer made it meanwhile. */
export function overwriting({ stored }: Row): Write {
  return { replaceOne: { filter: { _id: stored._id }, replacement: stored, upsert: true } };
}

/**
 * Writes a document unless one with the same or a higher revision is there: then the filter does not find it, the
 * insertion meets it and there is a conflict. One without a revision is older than any.
 */
export function overwritingOlder({ stored, revision }: RevisedRow): Write {
  const filter = { _id: stored._id, revision: { $not: { $gte: revision } } };
  return { replaceOne: { filter, replacement: stored, upsert: true } };
}

/** Writes a document in place of one with the expected revision. */
export function replacement({ stored }: Row, expected: number): Write {
  return { replaceOne: { filter: { _id: stored._id, revision: { $eq: expected } }, replacement: stored } };
}

/** Removes a document by its stored id. */
export function removal(id: string): Write {
  return { deleteOne: { filter: { _id: id } } };
}
