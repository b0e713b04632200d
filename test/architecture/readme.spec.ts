import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectionProblemCodes } from '#libs/contracts';
import { settingsTable } from '#libs/platform';

const root = join(import.meta.dirname, '../..');

describe('the README', () => {
  it('has the table of settings as the schema has it', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const [, table] = /<!-- settings -->\n([^]*)\n<!-- \/settings -->/.exec(readme) ?? [];
    expect(cells(table ?? '')).toEqual(cells(settingsTable()));
  });

  it('says what to do about each problem of a connection, in their order', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const [, section] = /### Is it collecting\?\n([^]*?)\n## /.exec(readme) ?? [];
    const explained = [...(section ?? '').matchAll(/^\| `([a-z-]+)`/gm)].map(([, code]) => code);
    expect(explained).toEqual([...connectionProblemCodes]);
  });

  it('names only commands that there are', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...readme.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !Object.hasOwn(scripts, name ?? ''))).toEqual([]);
  });
});

/** Rows without the spaces that a formatter pads them with. */
function cells(table: string): string[] {
  return table
    .trim()
    .split('\n')
    .map((row) => row.replace(/\s*\|\s*/g, '|').replace(/-+/g, '-'));
}
