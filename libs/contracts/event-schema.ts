import { Type } from 'typebox';
import { Described, Id, Instant, Organization } from './events/primitives.js';

/** The attributes of every event: CloudEvents 1.0.2 › Context Attributes, `organization` and `traceparent` extensions. */
export const eventAttributes = {
  specversion: Type.Literal('1.0', { description: 'The version of CloudEvents.' }),
  id: Described(Id, 'Deterministic: a repeat of the same fact carries the same id.'),
  source: Type.String({
    minLength: 1,
    format: 'uri-reference',
    description: 'Who says so, e.g. /services/builds.',
  }),
  type: Type.String({ minLength: 1, description: 'What happened, with the version of the event.' }),
  subject: Type.String({ minLength: 1, description: "What the fact is about: the record's key." }),
  time: Described(Instant, 'When it happened.'),
  datacontenttype: Type.Literal('application/json', { description: 'The form of `data`.' }),
  organization: Described(Organization, 'The tenant; equal to `data.organization`.'),
  traceparent: Type.Optional(Type.String({ minLength: 1, description: 'W3C trace context.' })),
};

/** What every event is, whatever its type. */
export const AnyEvent = Type.Object({
  ...eventAttributes,
  data: Type.Object({ organization: Organization }),
});
