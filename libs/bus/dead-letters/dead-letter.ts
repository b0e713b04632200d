import type { IncomingRecord } from '../port.js';
import { deadLetterHeaders, headerText, replayCount } from './headers.js';

/** A record that was set aside, as an operator sees it. Its content stays in the topic. */
export interface DeadLetter {
  /** Where the record lay, `partition:offset`. */
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly group: string;
  /** Null when it had none. */
  readonly key: string | null;
  /** CloudEvents id and type, as far as its headers say. */
  readonly eventId: string | null;
  readonly eventType: string | null;
  readonly reason: string;
  readonly detail: string;
  readonly attempts: number;
  /** When the bus took the record, and when it was set aside: RFC 3339, UTC. */
  readonly takenAt: string;
  readonly failedAt: string;
  /** How often it was put back already. */
  readonly replays: number;
}

/** The dead letter in a record of a dead-letter topic, or undefined when the record is none. */
export function readDeadLetter(record: IncomingRecord): DeadLetter | undefined {
  const text = (name: string) => headerText(record, name);
  const topic = text(deadLetterHeaders.topic);
  const partition = text(deadLetterHeaders.partition);
  const offset = text(deadLetterHeaders.offset);
  if (topic === undefined || partition === undefined || offset === undefined) return undefined;
  return {
    id: `${partition}:${offset}`,
    topic,
    partition: Number(partition),
    offset,
    group: text(deadLetterHeaders.group) ?? '',
    key: record.key?.toString('utf8') ?? null,
    eventId: text('ce_id') ?? null,
    eventType: text('ce_type') ?? null,
    reason: text(deadLetterHeaders.reason) ?? '',
    detail: text(deadLetterHeaders.detail) ?? '',
    attempts: Number(text(deadLetterHeaders.attempts) ?? 0),
    takenAt: text(deadLetterHeaders.timestamp) ?? '',
    failedAt: text(deadLetterHeaders.failedAt) ?? '',
    replays: replayCount(record),
  };
}
