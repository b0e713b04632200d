import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  decodeEvent,
  encodeEvent,
  envelope,
  isPublishedEventType,
  publishedEvents,
  recordKey,
} from '../index.js';
import type { PublishedEvent } from '../index.js';
import { schemaDocument } from '../schemas/schema-document.js';
import { checkOf } from '../validators.js';

/**
 * One event of each type and version as it once went out. These files are frozen: a change of the code that cannot
 * read one, or would write it differently, breaks those who keep such events, and needs a new version instead.
 */
async function golden(type: string): Promise<{ event: PublishedEvent; value: string }> {
  const event = JSON.parse(
    await readFile(join(import.meta.dirname, `${type}.json`), 'utf8'),
  ) as PublishedEvent;
  return { event, value: JSON.stringify(event) };
}

const types = Object.keys(publishedEvents).filter(isPublishedEventType);

describe('the golden events', () => {
  it('are complete: one of each type', async () => {
    const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.json'));

    expect(files.toSorted()).toEqual(types.map((type) => `${type}.json`).toSorted());
  });

  it.each(types)('%s is what its schema says', async (type) => {
    const { event } = await golden(type);

    expect(checkOf(schemaDocument(type))(event)).toBeUndefined();
    expect(event.type).toBe(type);
  });

  it.each(types)('%s is read', async (type) => {
    const { event, value } = await golden(type);

    const record = {
      topic: publishedEvents[type].topic.name,
      key: Buffer.from(recordKey(event)),
      headers: {},
    };

    expect(decodeEvent({ ...record, value: Buffer.from(value) })).toEqual({ ok: true, event });
  });

  it.each(types)('%s would be written today byte for byte as it was', async (type) => {
    const { event, value } = await golden(type);

    expect(encodeEvent(envelope(type, event))).toEqual({
      key: event.subject,
      value,
      headers: {
        'content-type': 'application/cloudevents+json; charset=UTF-8',
        ce_id: event.id,
        ce_type: type,
        ...(event.traceparent && { traceparent: event.traceparent }),
      },
    });
  });
});
