import { Type, type TSchema } from 'typebox';
import { Instant, Organization } from './events/primitives.js';
import { publishedEvents, type PublishedEventType } from './published-events.js';

/** The attributes of every event; `type` and `data` are narrowed by the schema of each event. */
export const envelopeAttributes = {
  specversion: Type.Literal('1.0'),
  id: Type.String({ format: 'uuid' }),
  source: Type.String({ minLength: 1, format: 'uri-reference' }),
  type: Type.String({ minLength: 1 }),
  subject: Type.String({ minLength: 1 }),
  time: Instant,
  datacontenttype: Type.Literal('application/json'),
  organization: Organization,
  traceparent: Type.Optional(Type.String({ minLength: 1 })),
};

/** What every event is, whatever its type. */
export const AnyEvent = Type.Object({
  ...envelopeAttributes,
  data: Type.Object({ organization: Organization }),
});

/** The schema of `data` of one type. */
export function dataSchema(type: PublishedEventType): TSchema {
  return publishedEvents[type].data;
}
