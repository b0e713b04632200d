import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';
import type { RecordedEvent } from '../port.js';
import { toRecordedEvent, type EventRow } from './event-row.js';

/** Events of one stream from a revision up. */
export type ReadStream = (stream: string, from: number) => AsyncIterable<RecordedEvent>;

/** Prepares the reading of streams, page by page, with a turn of the event loop left to others between pages. */
export function prepareReadStream(database: DatabaseSync, pageSize = 500): ReadStream {
  const select = database.prepare(
    'SELECT * FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?',
  );

  return async function* (stream, from) {
    let next = from;
    for (;;) {
      const rows = select.all(stream, next, pageSize) as EventRow[];
      yield* rows.map(toRecordedEvent);
      if (rows.length < pageSize) {
        return;
      }
      next += pageSize;
      await turnOfTheEventLoop();
    }
  };
}
