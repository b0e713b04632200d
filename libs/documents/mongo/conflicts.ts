import type { Row } from './row.js';
import type { Outcome, Write } from './unordered-writes.js';

/** MongoDB's own advice for an upsert that lost a race is to repeat it (MongoDB docs: Upsert with Duplicate Values). */
const mostRepeats = 3;

/**
 * Writes rows; those that met a document with their id are written again, a few times.
 * @param again how a row is written the second time
 * @returns the rows that met one each time
 */
export async function writeThroughConflicts<Each extends Row>(
  rows: readonly Each[],
  write: (writes: readonly Write[]) => Promise<Outcome>,
  first: (row: Each) => Write,
  again: (row: Each) => Write,
): Promise<readonly Each[]> {
  let rest = await conflictingRows(rows, write, first);
  for (let repeats = 0; repeats < mostRepeats && rest.length > 0; repeats += 1) {
    rest = await conflictingRows(rest, write, again);
  }
  return rest;
}

async function conflictingRows<Each extends Row>(
  rows: readonly Each[],
  write: (writes: readonly Write[]) => Promise<Outcome>,
  toWrite: (row: Each) => Write,
): Promise<readonly Each[]> {
  const { conflicts } = await write(rows.map(toWrite));
  return rows.filter((_row, place) => conflicts.has(place));
}
