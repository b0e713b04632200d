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
 * Passes what kafkajs says to the log of the bus. What it calls an error heals by itself or ends in an error of the
 * bus, so that it is a warning here; what it calls information is detail.
 */
export function busLogCreator(log: BusLog): (entry: LogEntry) => void {
  return ({ namespace, level, log: { message, ...extra } }) => {
    const data = { client: 'kafkajs', part: namespace, ...pick(extra) };
    if (level <= logLevel.WARN && !everyday.test(message)) log.warn(data, message);
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
