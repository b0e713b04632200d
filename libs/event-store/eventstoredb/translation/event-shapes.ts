import { jsonEvent, type RecordedEvent as ClientEvent } from '@eventstore/db-client';
import { EventStoreUnusable, EventUnreadable } from '../../errors.js';
import type { EventData, NewEvent, RecordedEvent } from '../../port.js';
import { isKnown, toText } from './position.js';
import { toRevision } from './revision.js';

/** An event as the client takes it. */
export type ProposedEvent = ReturnType<typeof proposedEvent>;

/**
 * The event as the client takes it, with its content as it is now: later changes of the caller's objects change nothing.
 * @throws TypeError when the content is not JSON-shaped; the client would never settle the append
 */
export function proposedEvent({ id, type, data, metadata }: NewEvent) {
  return jsonEvent({
    id,
    type,
    data: JSON.parse(JSON.stringify(data)) as Record<string, unknown>,
    metadata:
      metadata === undefined ? undefined : (JSON.parse(JSON.stringify(metadata)) as Record<string, unknown>),
  });
}

/**
 * The event that the client read. `created` has been made of the server's 100-ns ticks: ms, UTC.
 * @throws EventUnreadable when data or metadata are no JSON objects: the client hands malformed JSON over as a string
 * @throws EventStoreUnusable when the server does not tell positions, as before 22.6
 */
export function recordedEvent(event: ClientEvent): RecordedEvent {
  const { streamId: stream, id, type, data, metadata, created, position } = event;
  if (!isKnown(position)) {
    throw new EventStoreUnusable(
      'event-store-too-old',
      `The event store does not tell the position of event ${event.revision} of stream ${stream}. Use version 23.10 or newer.`,
    );
  }
  if (!isObject(data)) {
    throw new EventUnreadable(stream, event.revision, 'its data are no JSON object.');
  }
  if (metadata !== undefined && !isObject(metadata)) {
    throw new EventUnreadable(stream, event.revision, 'its metadata are no JSON object.');
  }
  return {
    id,
    type,
    data,
    ...(metadata === undefined ? {} : { metadata }),
    stream,
    revision: toRevision(event.revision),
    position: toText(position),
    recordedAt: created.toISOString(),
  };
}

function isObject(value: unknown): value is EventData {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
