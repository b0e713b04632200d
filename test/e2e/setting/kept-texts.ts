import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Data } from '../../faults/setting/data.js';
import { enginesOf } from './shared-engines.js';

/** A piece of what a product keeps, with the engine or the file that keeps it. */
export interface KeptText {
  readonly place: string;
  readonly text: string;
}

/**
 * All that a product keeps, as raw as can be had: the bytes of every file below its data folder, write-ahead logs and
 * free pages included; of engines that others use as well all records, stored events and documents.
 */
export async function* keptTexts(dataDir: string): AsyncGenerator<KeptText> {
  yield* keptInFiles(dataDir);
  if (enginesOf(dataDir) === undefined) return;
  const data = await Data.open(dataDir);
  try {
    yield* keptInEngines(data);
  } finally {
    await data.close();
  }
}

async function* keptInFiles(folder: string): AsyncGenerator<KeptText> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const place = relative(folder, path).replace(/\.sqlite(-\w+)?$/, '');
    yield { place, text: await readFile(path, 'latin1') };
  }
}

async function* keptInEngines(data: Data): AsyncGenerator<KeptText> {
  for (const event of await data.storedEvents()) yield { place: 'events', text: JSON.stringify(event) };
  for await (const { key, value, headers } of data.allRecords()) {
    const parts = [key, value, ...Object.entries(headers).flat()];
    yield { place: 'bus', text: parts.map((part) => part?.toString('latin1') ?? '').join('\n') };
  }
  for (const name of await data.documents.list())
    for (const document of await data.documentsOf({ name, indexes: [] }))
      yield { place: 'documents', text: JSON.stringify(document) };
}
