import { maxRecordBytes, type IncomingRecord, type OutgoingRecord } from '../port.js';
import { deadLetterHeaders, ownHeaders } from './headers.js';

const maxDetail = 512;

/** Why a record was given up. */
export interface GivenUp {
  readonly group: string;
  readonly attempts: number;
  /** A stable word. */
  readonly reason: string;
  /** A sentence; cut to 512 characters. */
  readonly detail: string;
  readonly failedAt: Date;
}

/** The dead letter of a record: its key, value and headers as they were, and headers that say where it lay and why. */
export function toDeadLetter(record: IncomingRecord, why: GivenUp): OutgoingRecord {
  const tooLarge = record.value !== null && record.value.length > maxRecordBytes;
  return {
    key: record.key,
    value: tooLarge ? null : record.value,
    headers: {
      ...ownHeaders(record),
      [deadLetterHeaders.topic]: record.topic,
      [deadLetterHeaders.partition]: String(record.partition),
      [deadLetterHeaders.offset]: record.offset,
      [deadLetterHeaders.timestamp]: new Date(record.timestamp).toISOString(),
      [deadLetterHeaders.group]: why.group,
      [deadLetterHeaders.attempts]: String(why.attempts),
      [deadLetterHeaders.reason]: why.reason,
      [deadLetterHeaders.detail]: why.detail.slice(0, maxDetail),
      [deadLetterHeaders.failedAt]: why.failedAt.toISOString(),
      ...(tooLarge && { [deadLetterHeaders.droppedBytes]: String(record.value.length) }),
    },
  };
}
