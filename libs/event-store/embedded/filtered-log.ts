import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../port.js';
import { toRecordedEvent, type EventRow } from './event-row.js';

/** The log of all streams, seen through a filter. Positions are numbers here, 0 is before the first event. */
export interface FilteredLog {
  /** The position of the last event of the whole log. */
  head(): number;
  /** The next events behind `after`; `through` is the position up to which the log has been looked at for them. */
  page(after: number): { readonly events: readonly RecordedEvent[]; readonly through: number };
}

/** Prepares the reading of all streams whose names begin with one of the prefixes. */
export function prepareFilteredLog(
  database: DatabaseSync,
  prefixes: readonly string[],
  { pageSize = 500, window = 5_000 } = {},
): FilteredLog {
  const selectHead = database.prepare('SELECT max(position) AS head FROM events');
  const matches = prefixes.map(() => 'substr(stream, 1, length(?)) = ?').join(' OR ') || 'FALSE';
  const selectPage = database.prepare(
    `SELECT * FROM events WHERE position > ? AND position <= ? AND (${matches}) ORDER BY position LIMIT ?`,
  );
  const filter = prefixes.flatMap((prefix) => [prefix, prefix]);

  const head = (): number => (selectHead.get()?.['head'] as number | null) ?? 0;

  return {
    head,
    page: (after) => {
      const end = Math.min(after + window, head());
      const rows = selectPage.all(after, end, ...filter, pageSize) as EventRow[];
      const full = rows.length === pageSize;
      return { events: rows.map(toRecordedEvent), through: full ? (rows.at(-1)?.position ?? end) : end };
    },
  };
}
