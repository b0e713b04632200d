import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Say } from '../engine.js';
import { wrongFiles, type Digests } from './digests.js';

/** Something that is fetched once and kept. */
export interface Kept {
  /** Its folder in the cache; has the version in it. */
  readonly name: string;
  /** What is downloaded, for a person: `43 MB`. */
  readonly size: string;
  readonly files: Digests;
  /** Puts the files into that empty folder. */
  fetch(folder: string): Promise<void>;
}

/** What was fetched is not what is pinned. */
export class WrongDigest extends Error {
  override readonly name = 'WrongDigest';
}

/**
 * The folder that has the files, each with its digest. What is missing or was changed is fetched anew, into a folder
 * beside it that then takes its place in one step, so that runs at the same time do not disturb each other.
 * @throws WrongDigest when the fetched files differ from what is pinned; whatever `fetch` throws
 */
export async function keepInCache(cache: string, kept: Kept, say: Say): Promise<string> {
  const folder = join(cache, kept.name);
  if (existsSync(folder)) {
    const [wrong] = await wrongFiles(folder, kept.files);
    if (wrong === undefined) return folder;
    say(`  ${kept.name} in the cache was changed: ${wrong}. It is fetched anew.`);
  }
  const began = Date.now();
  say(`▸ Fetching ${kept.name} (${kept.size}), to be kept in ${cache} …`);
  await mkdir(cache, { recursive: true });
  const fetched = await mkdtemp(join(cache, `.fetching-${kept.name}-`));
  try {
    await kept.fetch(fetched);
    await refuseWrong(fetched, kept);
    await takePlace(fetched, folder, kept.files);
    say(`✓ Fetched ${kept.name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
    return folder;
  } finally {
    await rm(fetched, { recursive: true, force: true });
  }
}

async function refuseWrong(folder: string, { name, files }: Kept): Promise<void> {
  const wrong = await wrongFiles(folder, files);
  if (wrong.length > 0) {
    throw new WrongDigest(`what was fetched for ${name} is not what is pinned: ${wrong.join(', ')}`);
  }
}

async function takePlace(fetched: string, folder: string, files: Digests): Promise<void> {
  if (await movedTo(fetched, folder)) return;
  if ((await wrongFiles(folder, files)).length === 0) return;
  const changed = await mkdtemp(`${fetched}-changed-`);
  await movedTo(folder, join(changed, 'files'));
  const placed = await movedTo(fetched, folder);
  await rm(changed, { recursive: true, force: true });
  if (!placed) await takePlace(fetched, folder, files);
}

/** False when something is there already, or when what was to be moved is gone: another run was faster. */
async function movedTo(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
