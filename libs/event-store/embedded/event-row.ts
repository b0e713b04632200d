import type { EventData, RecordedEvent } from '../port.js';

/** A row of the table `events`: a type, not an interface, so that it is one of SQLite's rows too. */
export type EventRow = {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  /** RFC 3339, UTC. */
  readonly recorded_at: string;
  /** JSON, or null when the event has none. */
  readonly metadata: string | null;
  /** JSON. */
  readonly data: string;
};

/** The event that the row keeps. */
export function toRecordedEvent(row: EventRow): RecordedEvent {
  return {
    id: row.id,
    type: row.type,
    data: JSON.parse(row.data) as EventData,
    ...(row.metadata === null ? {} : { metadata: JSON.parse(row.metadata) as EventData }),
    stream: row.stream,
    revision: row.revision,
    position: String(row.position),
    recordedAt: row.recorded_at,
  };
}
