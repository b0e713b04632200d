import type { PublishedEventData, PublishedEventType } from './published-events.js';

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
