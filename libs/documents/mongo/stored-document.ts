import { fieldValue } from '../field-value.js';
import type { Document } from '../port.js';
import { storableText } from '../storable-text.js';
import { bsonCopy, type BsonCopy } from './bson-copy.js';
import type { Layout } from './layout.js';

/**
 * A document as MongoDB keeps it: its fields as they are, `id` among them, and the id as `_id`. Where BSON cannot hold
 * the document as it is (a lone surrogate, a key like `$ref`), `_json` holds it as text, and the fields are only what
 * indexes and people look at.
 */
export interface StoredDocument {
  readonly _id: string;
  readonly _json?: string;
  readonly [field: string]: unknown;
}

/**
 * Later changes to the document do not reach what is stored.
 * @throws TypeError for an id that is no text, UnindexableValue for a list or object in an indexed field
 */
export function storedDocument({ name, fields }: Layout, document: Document): StoredDocument {
  const { id } = document;
  if (typeof id !== 'string' || id === '') throw new TypeError(`A document of ${name} has no id.`);
  for (const field of fields) fieldValue(name, document, field);
  const copy = bsonCopy(document);
  return isWhole(copy) ? { _id: id, ...copy.fields } : withJson(id, JSON.stringify(document));
}

/** The document of a stored one, which was read without its `_id`. */
export function documentOf<D extends Document>(stored: Readonly<Record<string, unknown>>): D {
  const { _json: json } = stored;
  return (typeof json === 'string' ? JSON.parse(json) : stored) as D;
}

function isWhole({ isJson, isExact, fields }: BsonCopy): boolean {
  return isJson && isExact && !Object.hasOwn(fields, '_id') && !Object.hasOwn(fields, '_json');
}

function withJson(id: string, json: string): StoredDocument {
  const copy = bsonCopy(JSON.parse(json) as object);
  if (isWhole(copy)) return { _id: id, ...copy.fields };
  return { ...copy.fields, _id: storableText(id), _json: json };
}
