import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publishedFiles } from './published-files.js';

const folder = join(import.meta.dirname, '..');

async function kept(path: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, path), 'utf8'));
}

describe('the published files', () => {
  it.each(publishedFiles())(
    '$path is kept as the code has it (`npm run schemas` writes it anew)',
    async (file) => {
      expect(await kept(file.path)).toEqual(JSON.parse(JSON.stringify(file.content)));
    },
  );

  it('are all there is: no schema is left of an event that is no more', async () => {
    const schemas = (await readdir(join(folder, 'schemas'))).filter((name) => name.endsWith('.json'));
    const expected = publishedFiles().map(({ path }) => path);

    expect([...schemas.map((name) => `schemas/${name}`), 'asyncapi.json'].toSorted()).toEqual(
      expected.toSorted(),
    );
  });
});
