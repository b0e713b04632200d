import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiKeyEntryText, newApiKey } from '#libs/platform';

/** Organization of the demo, here and at the stand-in. */
export const organization = 'acme';

export interface DemoSecrets {
  /** Admin key of the API. */
  readonly apiKey: string;
  /** Its entry for API_KEYS. */
  readonly apiKeyEntry: string;
  /** Opens the stand-in only. */
  readonly buildkiteToken: string;
}

/** Secrets of this machine's demo, made at its first start and kept in `dataDir` readable by the owner only. */
export async function demoSecrets(dataDir: string): Promise<DemoSecrets> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const apiKey = await kept(join(dataDir, 'api-key'), () => newApiKey().reveal());
  const buildkiteToken = await kept(
    join(dataDir, 'buildkite-token'),
    () => `bkua_${randomBytes(20).toString('hex')}`,
  );
  return { apiKey, apiKeyEntry: apiKeyEntryText(organization, 'admin', apiKey), buildkiteToken };
}

async function kept(file: string, make: () => string): Promise<string> {
  try {
    await writeFile(file, make(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFile(file, 'utf8');
}
