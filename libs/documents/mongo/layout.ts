import { indexedFields } from '../definition.js';
import type { CollectionDefinition, Document } from '../port.js';

/** A collection as MongoDB has it. */
export interface Layout {
  readonly name: string;
  /** Indexed fields of the document. */
  readonly fields: readonly string[];
  readonly indexes: readonly Index[];
}

/** An index as `createIndexes` takes it. */
export interface Index {
  readonly name: string;
  readonly key: Readonly<Record<string, 1>>;
  readonly unique?: true;
  readonly partialFilterExpression?: Readonly<Record<string, unknown>>;
}

/** Types of values that are not null, as `$type` takes them. */
const present = ['string', 'number', 'bool'];
const uniqueEnding = ':unique';

/**
 * Each declared index ends in the id, so that what it finds comes in the default order without being sorted. A unique
 * one is made beside it: it binds only documents with a value in each of its fields, which keeps MongoDB from
 * answering by it.
 */
export function layoutOf(definition: CollectionDefinition<Document>): Layout {
  const indexes = definition.indexes.flatMap(({ fields, unique = false }) => [
    ordinaryIndex(fields),
    ...(unique ? [uniqueIndex(fields)] : []),
  ]);
  return {
    name: definition.name,
    fields: indexedFields(definition).filter((field) => field !== 'id'),
    indexes: [...new Map(indexes.map((index) => [index.name, index])).values()],
  };
}

/** Where MongoDB keeps a field of the document. */
export function storedField(field: string): string {
  return field === 'id' ? '_id' : field;
}

/** Whether an index was made by a definition that declared it unique. */
export function isUniqueByName(index: string): boolean {
  return index.endsWith(uniqueEnding);
}

/** The fields that an index's name tells. */
export function fieldsOfIndex(index: string): readonly string[] {
  return (isUniqueByName(index) ? index.slice(0, -uniqueEnding.length) : index).split(',');
}

function ordinaryIndex(fields: readonly string[]): Index {
  return { name: fields.join(','), key: keyOf([...new Set([...fields, 'id'])]) };
}

function uniqueIndex(fields: readonly string[]): Index {
  const bound = fields.map((field) => [storedField(field), { $type: present }]);
  return {
    name: `${fields.join(',')}${uniqueEnding}`,
    key: keyOf(fields),
    unique: true,
    partialFilterExpression: Object.fromEntries(bound) as Record<string, unknown>,
  };
}

function keyOf(fields: readonly string[]): Record<string, 1> {
  return Object.fromEntries(fields.map((field) => [storedField(field), 1]));
}
