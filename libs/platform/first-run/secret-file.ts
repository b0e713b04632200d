import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../error-code.js';

/**
 * The text of a file that only its owner can read; made with `make()` when there is none yet. The file is there in whole
 * or not at all, whenever the process ends, and two processes that make it at once get the same text.
 * @returns the text, and whether this call made the file
 */
export async function secretFile(
  path: string,
  make: () => string,
): Promise<{ readonly text: string; readonly made: boolean }> {
  const known = await readSecretFile(path);
  if (known !== undefined) return { text: known, made: false };
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const text = make();
  const made = await putInPlace(path, text);
  return made ? { text, made } : { text: (await readSecretFile(path)) ?? text, made };
}

/** The text of a file; makes sure that only its owner can read it. @returns undefined when there is none */
export async function readSecretFile(path: string): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    await chmod(dirname(path), 0o700);
    await chmod(path, 0o600);
    return text.trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** A hard link is made in one step and fails where a file is. */
async function putInPlace(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
    await link(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await file.close();
    await rm(draft);
  }
}
