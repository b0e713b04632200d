import type { IncomingRecord } from '../port.js';

const prefix = 'x-dead-letter-';

/** Headers that a dead letter carries beside the record's own. All values are text. */
export const deadLetterHeaders = {
  /** Where the record lay: topic, partition, offset. */
  topic: `${prefix}topic`,
  partition: `${prefix}partition`,
  offset: `${prefix}offset`,
  /** When the bus took the record: RFC 3339, UTC. */
  timestamp: `${prefix}timestamp`,
  /** The consumer group that could not handle it. */
  group: `${prefix}group`,
  attempts: `${prefix}attempts`,
  /** A stable word. */
  reason: `${prefix}reason`,
  /** A sentence, at most 512 characters. */
  detail: `${prefix}detail`,
  /** When it was set aside: RFC 3339, UTC. */
  failedAt: `${prefix}failed-at`,
  /** Length in bytes of a value that made the letter too large for the bus and is therefore missing here. */
  droppedBytes: `${prefix}dropped-bytes`,
  /** How many headers of the record are missing for the same reason. */
  droppedHeaders: `${prefix}dropped-headers`,
  /** Length in bytes of a key that is missing for the same reason. */
  droppedKeyBytes: `${prefix}dropped-key-bytes`,
  /** Marks no letter, but that the letter of this id was put back. */
  replayed: `${prefix}replayed`,
} as const;

/** How often a record was put back on its topic. Stays on the record itself. */
export const replayCountHeader = 'x-replay-count';

/** A header as text, or undefined. */
export function headerText({ headers }: Pick<IncomingRecord, 'headers'>, name: string): string | undefined {
  return headers[name]?.toString('utf8');
}

/** How often the record was put back: 0 when it says nothing, or nonsense. */
export function replayCount(record: Pick<IncomingRecord, 'headers'>): number {
  const text = headerText(record, replayCountHeader) ?? '';
  return /^\d{1,3}$/.test(text) ? Number(text) : 0;
}

/** The record's own headers, as they were before it became a dead letter. */
export function ownHeaders({ headers }: Pick<IncomingRecord, 'headers'>): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(prefix)));
}
