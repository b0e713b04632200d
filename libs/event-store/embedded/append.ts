import type { DatabaseSync } from 'node:sqlite';
import { RevisionConflict } from '../errors.js';
import type { ExpectedRevision, NewEvent } from '../port.js';

/** An append with its events as they will lie in the table. */
export interface Append {
  readonly stream: string;
  readonly expectedRevision: ExpectedRevision;
  readonly events: readonly StoredForm[];
}

interface StoredForm {
  readonly id: string;
  readonly type: string;
  /** JSON. */
  readonly data: string;
  /** JSON, or null when the event has none. */
  readonly metadata: string | null;
}

/** Writes the append into the open transaction and gives the revision of its last event. */
export type WriteAppend = (append: Append, recordedAt: string) => number;

/**
 * Takes the append's content as it is now, so that later changes of the caller's objects change nothing.
 * @throws RangeError when there is nothing to append
 * @throws TypeError when the data is not JSON-shaped
 */
export function storedForm(
  stream: string,
  events: readonly NewEvent[],
  expectedRevision: ExpectedRevision,
): Append {
  if (events.length === 0) {
    throw new RangeError(`There is nothing to append to ${stream}.`);
  }
  return {
    stream,
    expectedRevision,
    events: events.map(({ id, type, data, metadata }) => ({
      id,
      type,
      data: JSON.stringify(data),
      metadata: metadata === undefined ? null : JSON.stringify(metadata),
    })),
  };
}

/**
 * Prepares the statements of an append. Behind a stream that has moved on the append is taken for a repeat, and
 * nothing is written, when exactly its ids lie at the revisions that it would have taken.
 * @throws RevisionConflict (from the function it gives) otherwise
 */
export function prepareAppend(database: DatabaseSync): WriteAppend {
  const selectHead = database.prepare('SELECT max(revision) AS head FROM events WHERE stream = ?');
  const selectIds = database.prepare(
    'SELECT id FROM events WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision',
  );
  const insert = database.prepare(
    'INSERT INTO events (stream, revision, id, type, recorded_at, metadata, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );

  return ({ stream, expectedRevision, events }, recordedAt) => {
    const head = selectHead.get(stream)?.['head'] as number | null;
    const first = expectedRevision === 'no-stream' ? 0 : expectedRevision + 1;
    const last = first + events.length - 1;

    if (first === (head ?? -1) + 1) {
      events.forEach(({ id, type, data, metadata }, index) => {
        insert.run(stream, first + index, id, type, recordedAt, metadata, data);
      });
      return last;
    }

    const stored = selectIds.all(stream, first, last);
    if (events.every(({ id }, index) => stored[index]?.['id'] === id)) {
      return last;
    }
    throw new RevisionConflict(stream, expectedRevision, head ?? 'no-stream');
  };
}
