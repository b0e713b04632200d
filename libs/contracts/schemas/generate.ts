import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { publishedFiles } from './published-files.js';

/** Writes the published files into the folder of the contracts: the argument, else where the repository keeps it. */
const folder = resolve(process.argv[2] ?? 'libs/contracts');

for (const { path, content } of publishedFiles()) {
  await writeFile(join(folder, path), `${JSON.stringify(content, null, 2)}\n`);
}
