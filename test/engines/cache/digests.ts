import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** SHA-256 in lower-case hexadecimal, by the file's name. */
export type Digests = Readonly<Record<string, string>>;

/** The file's SHA-256; undefined when there is no such file. */
export async function sha256(file: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('hex');
}

/** The files of the folder that are missing or are not what they should be, each with what was found. */
export async function wrongFiles(folder: string, expected: Digests): Promise<string[]> {
  const wrong: string[] = [];
  for (const [name, digest] of Object.entries(expected)) {
    const found = await sha256(join(folder, name));
    if (found !== digest) wrong.push(`${name} (${found === undefined ? 'missing' : `SHA-256 ${found}`})`);
  }
  return wrong;
}
