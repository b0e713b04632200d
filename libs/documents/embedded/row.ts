import { fieldValue } from '../field-value.js';
import type { Document } from '../port.js';
import { storableText } from '../storable-text.js';
import { sqlValue, type SqlValue } from './sql-value.js';
import type { Table } from './table.js';

/** A document as the table keeps it. */
export interface Row {
  /** As the document has it. */
  readonly id: string;
  /** In the order of the table's columns. */
  readonly values: readonly SqlValue[];
}

/**
 * Later changes to the document do not reach the row.
 * @throws TypeError for an id that is no text, UnindexableValue for a list or object in an indexed field
 */
export function rowOf({ name, fields }: Table, document: Document): Row {
  const { id } = document;
  if (typeof id !== 'string' || id === '') throw new TypeError(`A document of ${name} has no id.`);
  const revision = 'revision' in document && typeof document.revision === 'number' ? document.revision : null;
  const values = fields.map((field) => sqlValue(fieldValue(name, document, field)));
  return { id, values: [storableText(id), revision, ...values, JSON.stringify(document)] };
}

/**
 * The row of a document whose writes its revision guards.
 * @throws TypeError when the revision is no whole number
 */
export function revisedRowOf(table: Table, document: Document & { readonly revision: number }): Row {
  if (!Number.isSafeInteger(document.revision)) {
    throw new TypeError(`A document of ${table.name} has no whole number as revision.`);
  }
  return rowOf(table, document);
}
