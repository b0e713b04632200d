import type { Message } from 'kafkajs';
import type { OutgoingRecord } from '../../port.js';
import { recordBytes } from '../../record-size.js';

/** A record as kafkajs takes it, with the bytes that it takes at most. */
export interface SizedMessage {
  readonly message: Message;
  readonly bytes: number;
}

/**
 * The record as kafkajs takes it.
 * @throws RecordTooLarge
 */
export function toMessage(topic: string, record: OutgoingRecord): SizedMessage {
  const { key, value, headers } = record;
  return {
    bytes: recordBytes(topic, record),
    message: { key, value, ...(headers && { headers: { ...headers } }) },
  };
}
