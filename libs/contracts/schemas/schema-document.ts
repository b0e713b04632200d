import { Type } from 'typebox';
import { eventAttributes } from '../event-schema.js';
import { publishedEvents, type PublishedEventType } from '../published-events.js';

/**
 * The JSON Schema of a whole event of one type, as its readers are given it: draft-07, which every validator and
 * AsyncAPI tool reads. Fields that it does not name are allowed.
 */
export function schemaDocument(type: PublishedEventType) {
  const { title, description, ...data } = publishedEvents[type].data;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `urn:sleuth:schema:${type}`,
    title,
    description,
    ...Type.Object({
      ...eventAttributes,
      type: Type.Literal(type, { description: 'What happened, with the version of the event.' }),
      data,
    }),
  };
}
