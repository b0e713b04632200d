import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedDocuments } from '../embedded/open-embedded-documents.js';
import type { CollectionDefinition, Document, Documents } from '../port.js';

/**
 * Embedded documents in a folder of their own, for the tests of the surrounding `describe`.
 * @returns what gives the documents, from the first `beforeEach` on
 */
export function temporaryDocuments(
  definitions: readonly CollectionDefinition<Document>[] = [],
): () => Documents {
  let folder: string;
  let documents: Documents;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-'));
    documents = await openEmbeddedDocuments({ file: join(folder, 'documents.db') });
    await documents.provision(definitions);
  });

  afterAll(async () => {
    await documents.close();
    await rm(folder, { recursive: true, force: true });
  });

  return () => documents;
}
