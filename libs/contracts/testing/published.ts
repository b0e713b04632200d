import {
  encodeEvent,
  envelope,
  eventId,
  publishedEvents,
  type EventEnvelope,
  type PublishedEvent,
  type PublishedEventData,
  type PublishedEventType,
} from '../index.js';

/** Makes an event of one type; what is not given is as in the defaults. */
export type Builder<Type extends PublishedEventType> = (
  changes?: Partial<PublishedEventData[Type]>,
) => EventEnvelope<Type>;

/**
 * A builder of events of one type. The id follows from type and data, so that the same event has the same id and
 * another one another; the time is that of the data (`at` or `lookedAt`).
 */
export function builder<Type extends PublishedEventType>(
  type: Type,
  source: string,
  defaults: PublishedEventData[Type],
): Builder<Type> {
  return (changes = {}) => {
    const data = { ...defaults, ...changes };
    return envelope(type, { id: eventId(type, JSON.stringify(data)), source, time: timeOf(data), data });
  };
}

function timeOf(data: PublishedEventData[PublishedEventType]): string {
  return 'at' in data ? data.at : data.lookedAt;
}

/** A record as a bus delivers it (the shape of the bus port's IncomingRecord). */
export interface DeliveredRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly timestamp: number;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, Buffer>>;
}

/** The record that carries the event on its own topic, as a bus delivers it. */
export function recordOf(event: PublishedEvent, offset = '0'): DeliveredRecord {
  const { key, value, headers } = encodeEvent(event);
  return {
    topic: publishedEvents[event.type].topic.name,
    partition: 0,
    offset,
    timestamp: Date.parse(event.time),
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  };
}
