import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** The forms in which a secret can lie in bytes: as it is, URL-encoded, in hex, and in base64 at any place of a text. */
export function formsOf(secret: string): string[] {
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from('x'.repeat(shift) + secret).toString('base64');
    const whole = Math.floor((shift + Buffer.byteLength(secret)) / 3) * 4;
    return encoded.slice(shift === 0 ? 0 : 4, whole);
  });
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const plain = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('hex')];
  return [...new Set([...plain, ...base64, ...url])];
}

/** The names of those secrets that are in the text in any form. */
export function tracesIn(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
}

/** `file: name` for each secret in the raw bytes of a file below the folder, write-ahead logs and free pages included. */
export async function tracesInFiles(
  folder: string,
  secrets: Readonly<Record<string, string>>,
  exceptFor: readonly string[] = [],
): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const traces: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (exceptFor.some((except) => name.startsWith(except))) continue;
    const found = tracesIn(await readFile(path, 'latin1'), secrets);
    traces.push(...found.map((secret) => `${name}: ${secret}`));
  }
  return traces;
}
