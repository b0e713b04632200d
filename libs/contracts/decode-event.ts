import { isUtf8 } from 'node:buffer';
import type { PublishedEvent } from './envelope.js';
import { AnyEvent } from './event-schema.js';
import { forbiddenKey } from './forbidden-keys.js';
import { publishedEvents } from './published-events.js';
import { readType } from './read-types.js';
import { recordKey } from './record-key.js';
import { topics, type TopicDefinition } from './topics.js';
import { checkOf } from './validators.js';

/** The largest value that is read, unless its topic says otherwise: 256 KiB. */
export const maxEventBytes = 256 * 1024;

/** A record as a bus delivers it. */
export interface EncodedRecord {
  /** Name of the topic, without prefix. */
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

/** Why a record is no event that this version reads. */
export type DecodeFault =
  | 'empty'
  | 'too-large'
  | 'malformed-json'
  | 'forbidden-key'
  | 'invalid-envelope'
  | 'unknown-type'
  | 'unsupported-version'
  | 'invalid-data'
  | 'tenant-mismatch'
  | 'key-mismatch';

export type Decoded =
  | { readonly ok: true; readonly event: PublishedEvent }
  | {
      readonly ok: false;
      readonly reason: DecodeFault;
      /** One sentence for the operator, at most 300 characters; holds no values of the record. */
      readonly detail: string;
    };

/**
 * The event in a record, or why there is none: nothing else is thrown, whatever the bytes. Strict about what it knows
 * (size, UTF-8, JSON, envelope, type of the topic, data, tenant, key), tolerant of fields that it does not know.
 */
export function decodeEvent(record: EncodedRecord): Decoded {
  const { value, key } = record;
  if (value === null || value.length === 0) return fault('empty', 'The record has no value.');
  const most = maxBytesOf(record.topic);
  if (value.length > most) return fault('too-large', `${value.length} bytes are over ${most}.`);
  if (!isStructured(record))
    return fault('invalid-envelope', 'The content type is no structured CloudEvent.');

  const parsed = parse(value);
  if (parsed === undefined) return fault('malformed-json', 'The value is not JSON in UTF-8.');
  const unsafe = forbiddenKey(parsed.text, parsed.json);
  if (unsafe !== undefined) return fault('forbidden-key', `The key ${unsafe} is not allowed.`);

  const envelopeFault = checkOf(AnyEvent)(parsed.json);
  if (envelopeFault !== undefined) return fault('invalid-envelope', envelopeFault);
  const envelope = parsed.json as Pick<PublishedEvent, 'organization' | 'subject'> & {
    type: string;
    data: object;
  };
  const type = readType(record.topic, envelope.type);
  if (!type.ok) return fault(type.reason, type.detail);
  const dataFault = checkOf(publishedEvents[type.type].data)(envelope.data);
  if (dataFault !== undefined) return fault('invalid-data', dataFault);

  return ofTheRightKey(parsed.json as PublishedEvent, key?.toString('utf8'));
}

const topicsByName = new Map<string, TopicDefinition>(
  Object.values(topics).map((topic) => [topic.name, topic]),
);

function maxBytesOf(topic: string): number {
  return topicsByName.get(topic)?.maxEventBytes ?? maxEventBytes;
}

function isStructured({ headers }: EncodedRecord): boolean {
  const contentType = headers['content-type']?.toString('utf8').toLowerCase();
  return contentType === undefined || contentType.startsWith('application/cloudevents+json');
}

function parse(value: Buffer): { text: string; json: unknown } | undefined {
  if (!isUtf8(value)) return undefined;
  const text = value.toString('utf8');
  try {
    return { text, json: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function ofTheRightKey(event: PublishedEvent, key: string | undefined): Decoded {
  if (event.organization !== event.data.organization)
    return fault('tenant-mismatch', 'The envelope and its data name different organizations.');
  const expected = recordKey(event);
  if (key === expected && event.subject === expected) return { ok: true, event };
  if (isOfAnotherTenant(key, expected, event.organization))
    return fault('tenant-mismatch', 'The key belongs to another organization than the event.');
  return fault('key-mismatch', 'Key, subject and data are not about the same thing.');
}

function isOfAnotherTenant(key: string | undefined, expected: string, organization: string): boolean {
  const tenantOf = (text: string | undefined) => text?.split(':', 1)[0];
  return tenantOf(expected) === organization && tenantOf(key) !== organization;
}

function fault(reason: DecodeFault, detail: string): Decoded {
  return { ok: false, reason, detail: detail.slice(0, 300) };
}
