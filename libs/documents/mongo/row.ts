import type { Document, RevisedDocument } from '../port.js';
import type { Layout } from './layout.js';
import { storedDocument, type StoredDocument } from './stored-document.js';

/** A document on its way to the server. Later changes to the document do not reach it. */
export interface Row {
  /** As the document has it. */
  readonly id: string;
  readonly stored: StoredDocument;
}

/** The row of a document whose writes its revision guards. */
export interface RevisedRow extends Row {
  readonly revision: number;
}

/** @throws TypeError for an id that is no text, UnindexableValue for a list or object in an indexed field */
export function rowOf(layout: Layout, document: Document): Row {
  return { id: document.id, stored: storedDocument(layout, document) };
}

/** @throws TypeError also when the revision is no whole number */
export function revisedRowOf(layout: Layout, document: RevisedDocument): RevisedRow {
  const { revision } = document;
  if (!Number.isSafeInteger(revision)) {
    throw new TypeError(`A document of ${layout.name} has no whole number as revision.`);
  }
  return { ...rowOf(layout, document), revision };
}

/** One row for each id: the first one, unless a later one is better. Writes in any order can take only one. */
export function oneForEachId<Each extends Row>(
  rows: readonly Each[],
  isBetter: (later: Each, earlier: Each) => boolean,
): readonly Each[] {
  const chosen = new Map<string, Each>();
  for (const row of rows) {
    const earlier = chosen.get(row.id);
    if (earlier === undefined || isBetter(row, earlier)) chosen.set(row.id, row);
  }
  return [...chosen.values()];
}
