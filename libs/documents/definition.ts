import type { CollectionDefinition, Document } from './port.js';

const collectionName = /^[A-Za-z][A-Za-z0-9_.-]{0,99}$/;
const fieldPath = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;
/** Prefixes that an engine keeps for itself (SQLite, MongoDB). */
const reserved = /^(sqlite_|system\.)/i;
/** Fields that an adapter keeps beside those of the document (MongoDB). */
const reservedField = /^(_id|_json)(\.|$)/;

/** @throws TypeError for a name or a field that an engine could not take, and for an index without fields */
export function checkDefinition({ name, indexes }: CollectionDefinition<Document>): void {
  if (!collectionName.test(name) || reserved.test(name)) {
    throw new TypeError(`${JSON.stringify(name)} is not a name for a collection.`);
  }
  for (const { fields } of indexes) {
    if (fields.length === 0) throw new TypeError(`An index of ${name} has no fields.`);
    if (new Set(fields).size < fields.length) {
      throw new TypeError(`An index of ${name} names a field twice: ${fields.join(', ')}.`);
    }
    const wrong = fields.find((field) => !fieldPath.test(field) || reservedField.test(field));
    if (wrong !== undefined) {
      throw new TypeError(`${JSON.stringify(wrong)} in an index of ${name} is not the path of a field.`);
    }
  }
}

/** The fields that the definition's indexes name, each once. */
export function indexedFields({ indexes }: CollectionDefinition<Document>): readonly string[] {
  return [...new Set(indexes.flatMap(({ fields }) => fields))];
}
