import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { IncomingRecord } from '../../port.js';

/** The record as the bus gives it; of a header that comes several times the last counts. */
export function toIncomingRecord(topic: string, partition: number, message: KafkaMessage): IncomingRecord {
  const { offset, timestamp, key, value, headers } = message;
  return {
    topic,
    partition,
    offset,
    timestamp: Number(timestamp),
    key: key ?? null,
    value: value ?? null,
    headers: toHeaders(headers),
  };
}

function toHeaders(headers: IHeaders | undefined): Readonly<Record<string, Buffer>> {
  const read: Record<string, Buffer> = {};
  for (const name in headers) {
    const value = headers[name];
    const last = Array.isArray(value) ? value.at(-1) : value;
    const bytes = Buffer.isBuffer(last) ? last : Buffer.from(last ?? '');
    if (name === '__proto__') Object.defineProperty(read, name, { value: bytes, enumerable: true });
    else read[name] = bytes;
  }
  return read;
}
