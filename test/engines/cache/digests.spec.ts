import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256, wrongFiles } from './digests.js';

/** SHA-256 of `abc` (FIPS 180-4, example). */
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

describe('digests', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'digests-'));
    await writeFile(join(folder, 'abc.jar'), 'abc');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('are the SHA-256 of a file', async () => {
    expect(await sha256(join(folder, 'abc.jar'))).toBe(ABC);
  });

  it('are unknown of a file that is not there', async () => {
    expect(await sha256(join(folder, 'gone.jar'))).toBeUndefined();
  });

  it('do not hide why a file cannot be read', async () => {
    await expect(sha256(folder)).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it('find nothing wrong with files that are what they should be, whatever lies beside them', async () => {
    await writeFile(join(folder, 'other.jar'), 'other');
    expect(await wrongFiles(folder, { 'abc.jar': ABC })).toEqual([]);
  });

  it('find a file that was changed, and say which digest it has now', async () => {
    await writeFile(join(folder, 'abc.jar'), '');
    expect(await wrongFiles(folder, { 'abc.jar': ABC })).toEqual([
      'abc.jar (SHA-256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855)',
    ]);
  });

  it('find a file that is missing', async () => {
    expect(await wrongFiles(folder, { 'gone.jar': ABC })).toEqual(['gone.jar (missing)']);
  });
});
