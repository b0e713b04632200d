import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepInCache, WrongDigest, type Kept } from './keep-in-cache.js';

describe('what is kept in the cache', () => {
  let cache: string;
  let fetches: number;
  let said: string[];

  beforeEach(async () => {
    cache = join(await mkdtemp(join(tmpdir(), 'cache-')), 'engines');
    fetches = 0;
    said = [];
  });

  afterEach(() => rm(join(cache, '..'), { recursive: true }));

  const good: Kept = {
    name: 'server-1.0',
    size: '7 bytes',
    files: { 'server.jar': createHash('sha256').update('genuine').digest('hex') },
    fetch: (folder) => fetching(folder, 'genuine'),
  };

  const keep = (kept: Kept): Promise<string> => keepInCache(cache, kept, (line) => said.push(line));

  async function fetching(folder: string, text: string): Promise<void> {
    fetches += 1;
    await writeFile(join(folder, 'server.jar'), text);
  }

  it('is fetched once, and said what, how large and when it is done', async () => {
    const folder = await keep(good);
    expect(await readFile(join(folder, 'server.jar'), 'utf8')).toBe('genuine');
    expect(said).toEqual([
      `▸ Fetching server-1.0 (7 bytes), to be kept in ${cache} …`,
      expect.stringMatching(/^✓ Fetched server-1\.0: \d+\.\d s$/),
    ]);
  });

  it('is taken from there afterwards, without a word', async () => {
    await keep(good);
    said = [];
    expect(await keep(good)).toBe(join(cache, 'server-1.0'));
    expect(fetches).toBe(1);
    expect(said).toEqual([]);
  });

  it('is fetched anew when it was changed', async () => {
    const folder = await keep(good);
    await writeFile(join(folder, 'server.jar'), 'tampered');
    await keep(good);
    expect(await readFile(join(folder, 'server.jar'), 'utf8')).toBe('genuine');
    expect(said).toContainEqual(expect.stringContaining('server.jar (SHA-256 '));
    expect(await readdir(cache)).toEqual(['server-1.0']);
  });

  it('is fetched anew when a part is missing', async () => {
    await mkdir(join(cache, 'server-1.0'), { recursive: true });
    const folder = await keep(good);
    expect(await readFile(join(folder, 'server.jar'), 'utf8')).toBe('genuine');
  });

  it('is never something else than what is pinned', async () => {
    const wrong = keep({ ...good, fetch: (folder) => fetching(folder, 'forged') });
    await expect(wrong).rejects.toThrow(WrongDigest);
    await expect(wrong).rejects.toThrow(
      /^what was fetched for server-1\.0 is not what is pinned: server\.jar/,
    );
    expect(await readdir(cache)).toEqual([]);
  });

  it('leaves nothing behind when it cannot be fetched', async () => {
    const fetch = async (folder: string): Promise<void> => {
      await fetching(folder, 'half');
      throw new Error('the line is cut');
    };
    await expect(keep({ ...good, fetch })).rejects.toThrow('the line is cut');
    expect(await readdir(cache)).toEqual([]);
  });

  it('comes out right for runs at the same time', async () => {
    const folders = await Promise.all(Array.from({ length: 8 }, () => keep(good)));
    expect(new Set(folders)).toEqual(new Set([join(cache, 'server-1.0')]));
    expect(await readFile(join(cache, 'server-1.0', 'server.jar'), 'utf8')).toBe('genuine');
    expect(await readdir(cache)).toEqual(['server-1.0']);
  });

  it('comes out right for runs at the same time that find it changed', async () => {
    await mkdir(join(cache, 'server-1.0'), { recursive: true });
    await writeFile(join(cache, 'server-1.0', 'server.jar'), 'tampered');
    await Promise.all(Array.from({ length: 8 }, () => keep(good)));
    expect(await readFile(join(cache, 'server-1.0', 'server.jar'), 'utf8')).toBe('genuine');
    expect(await readdir(cache)).toEqual(['server-1.0']);
  });
});
