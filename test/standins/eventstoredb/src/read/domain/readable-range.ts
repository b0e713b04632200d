import type { RecordedEvent } from '../../log/domain/recorded-event.js';
import { isSoftDeleted, type StreamMetadata } from '../../store/domain/stream-metadata.js';

/**
 * The events of a stream that its metadata still lets anybody read, by their numbers; undefined when there is no such
 * stream (EventStore.Core/Services/Storage/ReaderIndex/IndexReader.cs, `ReadStreamEventsForwardInternal`).
 */
export function readableEvents(
  events: readonly RecordedEvent[],
  metadata: StreamMetadata,
  nowMs: number,
): readonly RecordedEvent[] | undefined {
  if (events.length === 0 || isSoftDeleted(metadata)) return undefined;
  const byCount = metadata.maxCount === undefined ? 0 : events.length - metadata.maxCount;
  const first = Math.max(0, byCount, metadata.truncateBefore ?? 0);
  const readable = first === 0 ? events : events.slice(first);
  const { maxAge } = metadata;
  if (maxAge === undefined) return readable;
  return readable.filter(({ createdMs }) => createdMs >= nowMs - maxAge * 1_000);
}
