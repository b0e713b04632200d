import { logLevel, type LogEntry } from 'kafkajs';
import type { BusLog } from '../../log.js';

/** What of a line's data is passed on; all else, such as stacks of what heals by itself, is not. */
const told = ['broker', 'groupId', 'memberId', 'topic', 'partition', 'error', 'retryCount', 'retryTime'];

/**
 * Lines that kafkajs writes as errors or warnings although they are part of a group's everyday life, or say at every try
 * what the bus says once.
 */
const everyday =
  /^Connection |^Failed to (connect|send)|^Crash: |rebalanc|re-joining|coordinator is not aware|Response (Heartbeat|JoinGroup|SyncGroup|OffsetCommit|LeaveGroup|DeleteGroups|ListOffsets|Metadata)/i;

/**
 * What brokers say while they share their work anew, such as right after a topic was made; kafkajs asks again by itself
 * (kafkajs `protocol/error.js`).
 */
const passing =
  /is not the leader for that topic-partition|There is no leader for this topic-partition|group coordinator is not available|not the correct coordinator for this group|coordinator is loading/i;

/**
 * Passes what kafkajs says to the log of the bus. What it calls an error heals by itself or ends in an error of the
 * bus, so that it is a warning here; what it calls information is detail.
 */
export function busLogCreator(log: BusLog): (entry: LogEntry) => void {
  return ({ namespace, level, log: { message, ...extra } }) => {
    const data: Record<string, string | number> = { client: 'kafkajs', part: namespace, ...pick(extra) };
    const expected = everyday.test(message) || passing.test(`${message} ${data['error'] ?? ''}`);
    if (level <= logLevel.WARN && !expected) log.warn(data, message);
    else log.debug(data, message);
  };
}

function pick(extra: Readonly<Record<string, unknown>>): Record<string, string | number> {
  const picked: Record<string, string | number> = {};
  for (const name of told) {
    const value = extra[name];
    if (typeof value === 'string' || typeof value === 'number') picked[name] = value;
  }
  return picked;
}
