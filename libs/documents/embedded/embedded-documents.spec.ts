import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentsContract } from '../testing/index.js';
import { openEmbeddedDocuments } from './open-embedded-documents.js';

describe('Embedded documents', () => {
  let folder: string;
  let files = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  documentsContract('The embedded engine', () =>
    openEmbeddedDocuments({ file: join(folder, `${(files += 1)}.db`) }),
  );
});
