import type { EventEnvelope } from './envelope.js';

/** Content type of an event in structured mode (CloudEvents Kafka protocol binding v1.0.2 §3.3). */
export const eventContentType = 'application/cloudevents+json; charset=UTF-8';

/** A record as a bus takes it. */
export interface EncodedEvent {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The record that carries an event: CloudEvents structured mode, the whole event as JSON in the value. Id and type are
 * in the headers too, so that a consumer can choose without parsing; the trace context is, because tracers look there.
 */
export function encodeEvent(event: EventEnvelope): EncodedEvent {
  return {
    key: event.subject,
    value: JSON.stringify(event),
    headers: {
      'content-type': eventContentType,
      ce_id: event.id,
      ce_type: event.type,
      ...(event.traceparent !== undefined && { traceparent: event.traceparent }),
    },
  };
}
