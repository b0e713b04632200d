import type { ProposedEvent } from './recorded-event.js';

/** What the real server's record holds beside names and bytes: ids, flags, positions, times, lengths. */
const FIXED_BYTES = 104;

/**
 * What the real server counts of an event against its maximum append size: data, metadata and two bytes for each
 * character of the type (EventStore.Core/Data/Event.cs, `SizeOnDisk`).
 */
export function appendSize({ type, data, metadata }: ProposedEvent): number {
  return data.length + metadata.length + type.length * 2;
}

/** How far the log's position goes with an event, in bytes of a log as the real server writes it. */
export function recordSize(stream: string, event: ProposedEvent): number {
  return FIXED_BYTES + Buffer.byteLength(stream) + appendSize(event);
}
