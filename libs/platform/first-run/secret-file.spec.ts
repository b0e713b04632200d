import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rejectionOf } from '../testing/thrown-by.js';
import { readSecretFile, secretFile } from './secret-file.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secret-file-'));
  path = join(folder, 'secrets', 'key');
});
afterEach(() => rm(folder, { recursive: true }));

const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

describe('a secret file', () => {
  it('is made once, for its owner only', async () => {
    expect(await secretFile(path, () => 'first')).toEqual({ text: 'first', made: true });
    expect(await secretFile(path, () => 'second')).toEqual({ text: 'first', made: false });
    expect(await readFile(path, 'utf8')).toBe('first\n');
    expect([await modeOf(path), await modeOf(join(folder, 'secrets'))]).toEqual([0o600, 0o700]);
  });

  it('leaves no draft beside it', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, index) => secretFile(path, () => `text ${index}`)));
    expect(await readdir(join(folder, 'secrets'))).toEqual(['key']);
  });

  it('has one text for all who make it at once, and one of them made it', async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, index) => secretFile(path, () => `text ${index}`)),
    );
    expect(new Set(all.map(({ text }) => text)).size).toBe(1);
    expect(all.filter(({ made }) => made)).toHaveLength(1);
  });

  it('does not make its text when there is one', async () => {
    await secretFile(path, () => 'first');
    await secretFile(path, () => {
      throw new Error('not to be called');
    });
    expect(await readSecretFile(path)).toBe('first');
  });

  it('is not read with a line end that an editor left', async () => {
    await secretFile(path, () => 'x');
    await writeFile(path, 'edited\r\n\n');
    expect(await readSecretFile(path)).toBe('edited');
  });

  it('that is not there is no error, but one that cannot be read is', async () => {
    expect(await readSecretFile(path)).toBeUndefined();
    expect(await rejectionOf(readSecretFile(folder))).toMatchObject({ code: 'EISDIR' });
  });

  it('is closed again to those it was opened to', async () => {
    await secretFile(path, () => 'x');
    await chmod(path, 0o664);
    await readSecretFile(path);
    expect(await modeOf(path)).toBe(0o600);
  });
});
