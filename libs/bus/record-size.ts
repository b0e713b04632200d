import { RecordTooLarge } from './errors.js';
import { maxRecordBytes, type OutgoingRecord } from './port.js';

/** `max.message.bytes` of the topics: a record of the largest value with as much again for key, headers and frame. */
export const maxRecordSetBytes = 2 * maxRecordBytes;

/** Bytes that Kafka adds to a record and to the batch around it, at most (Kafka documentation: Message Format). */
const frameBytes = 512;
/** Bytes that Kafka adds to a header, at most. */
const headerFrameBytes = 10;

/**
 * How many bytes the record takes, no less.
 * @throws RecordTooLarge for a value over the bus's limit, or a record over that of the topics
 */
export function recordBytes(topic: string, record: OutgoingRecord): number {
  const valueBytes = bytesOf(record.value);
  if (valueBytes > maxRecordBytes) throw new RecordTooLarge(topic, valueBytes, maxRecordBytes);
  const bytes = recordSize(record);
  if (bytes > maxRecordSetBytes) throw new RecordTooLarge(topic, bytes, maxRecordSetBytes);
  return bytes;
}

/** How many bytes a record takes, no less, whether a topic takes it or not. */
export function recordSize({ key, value, headers = {} }: OutgoingRecord): number {
  let bytes = frameBytes + bytesOf(key) + bytesOf(value);
  for (const name of Object.keys(headers))
    bytes += headerFrameBytes + bytesOf(name) + bytesOf(headers[name] ?? null);
  return bytes;
}

function bytesOf(content: Buffer | string | null): number {
  return content === null ? 0 : Buffer.byteLength(content);
}
