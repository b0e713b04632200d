import type { PublishedEventData, PublishedEventType } from './published-events.js';
import { recordKey, type KeyedFact } from './record-key.js';

/** CloudEvents 1.0 in structured JSON (CloudEvents spec v1.0.2, JSON format), with `organization` as extension attribute. */
export interface EventEnvelope<Type extends PublishedEventType = PublishedEventType> {
  readonly specversion: '1.0';
  /** Deterministic UUIDv5: a repeat of the same fact carries the same id. */
  readonly id: string;
  /** Who says so, e.g. `/services/builds`. */
  readonly source: string;
  readonly type: Type;
  /** What the fact is about; equal to the record's key. */
  readonly subject: string;
  /** When it happened: RFC 3339, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** The tenant; equal to `data.organization`. */
  readonly organization: string;
  /** W3C trace context, when there is one. */
  readonly traceparent?: string;
  readonly data: PublishedEventData[Type];
}

/** A fact of any published type; narrow it by `type`. */
export type PublishedEvent = { [Type in PublishedEventType]: EventEnvelope<Type> }[PublishedEventType];

/** What the publisher of an event knows; `subject` and `organization` follow from `data`. */
export interface EventContent<Type extends PublishedEventType> {
  /** Deterministic UUIDv5, see `eventId`. */
  readonly id: string;
  /** Who says so, e.g. `/services/builds`. */
  readonly source: string;
  /** When it happened: RFC 3339, UTC. */
  readonly time: string;
  readonly traceparent?: string | undefined;
  readonly data: PublishedEventData[Type];
}

/** An event ready to be published. */
export function envelope<Type extends PublishedEventType>(
  type: Type,
  { id, source, time, traceparent, data }: EventContent<Type>,
): EventEnvelope<Type> {
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject: recordKey({ type, data } as KeyedFact),
    time,
    datacontenttype: 'application/json',
    organization: data.organization,
    ...(traceparent !== undefined && { traceparent }),
    data,
  };
}
