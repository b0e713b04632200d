import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { decodeEvent, publishedEvents, type PublishedEventType } from '../index.js';
import { oneOfEach, recordOf } from '../testing/index.js';
import { schemaDocument } from './schema-document.js';

const events = oneOfEach().map((event) => ({ type: event.type, event }));

/** What a reader of the events would do with the file: full formats, nothing of ours. */
function readersCheck(type: PublishedEventType): ValidateFunction {
  const ajv = new Ajv({ strict: true });
  addFormats.default(ajv);
  return ajv.compile(schemaDocument(type));
}

const checks = new Map(events.map(({ type }) => [type, readersCheck(type)]));

function check(type: PublishedEventType, event: unknown): boolean | undefined {
  return checks.get(type)?.(event);
}

describe('the schema of an event', () => {
  it.each(events)('of type $type takes the event', ({ type, event }) => {
    expect(check(type, event)).toBe(true);
  });

  it.each(events)('of type $type refuses every other event', ({ type }) => {
    for (const { event } of events.filter((other) => other.type !== type))
      expect(check(type, event)).toBe(false);
  });

  it.each(events)(
    'of type $type refuses the event without any one of its fields, as decoding does',
    ({ type, event }) => {
      for (const field of Object.keys(event.data)) {
        const poorer = { ...event, data: { ...event.data, [field]: undefined } };
        expect(check(type, JSON.parse(JSON.stringify(poorer)))).toBe(false);
        const record = { ...recordOf(event), value: Buffer.from(JSON.stringify(poorer)) };
        expect(decodeEvent(record)).toMatchObject({ ok: false });
      }
    },
  );

  it.each(events)('of type $type allows fields that it does not name', ({ type, event }) => {
    expect(check(type, { ...event, more: 1, data: { ...event.data, more: 1 } })).toBe(true);
  });

  it.each(events)('of type $type has an id, a title and a description', ({ type }) => {
    expect(schemaDocument(type)).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: `urn:sleuth:schema:${type}`,
      title: publishedEvents[type].data.title,
      description: publishedEvents[type].data.description,
    });
  });

  it.each(events)('of type $type means the same to a reader of JSON Schema 2020-12', ({ type, event }) => {
    const ajv = new Ajv2020({ strict: true });
    addFormats.default(ajv);
    const check2020 = ajv.compile({
      ...schemaDocument(type),
      $schema: 'https://json-schema.org/draft/2020-12/schema',
    });

    expect(check2020(event)).toBe(true);
    expect(check2020({ ...event, specversion: '0.3' })).toBe(false);
  });
});
