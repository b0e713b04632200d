import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { apiKeyEntries, type ApiKeyEntry } from '../access/api-key-entry.js';
import { apiKeyEntryText, newApiKey } from '../access/api-key.js';
import { StartupError } from '../boot/startup-error.js';
import { InvalidValue } from '../config/setting.js';
import type { Config } from '../config/settings.js';
import { Secret } from '../secret.js';
import { readSecretFile, secretFile } from './secret-file.js';

/** The keys that a process works with. */
export interface Keys {
  readonly apiKeys: readonly ApiKeyEntry[];
  /** `id:base64,…`, the first is used for new tokens. */
  readonly vaultKeys: Secret;
  /** The admin key, if this start made it. */
  readonly newAdminKey: Secret | undefined;
}

/** Where keys that were made here are kept: `api-keys`, `vault-keys`, and `admin-key`, the first key in plain text. */
export function secretsFolder(dataDir: string): string {
  return join(dataDir, 'secrets');
}

/** The keys from the settings; those that are not set are made once and kept under DATA_DIR, for the owner's eyes only. */
export async function firstRunKeys(
  config: Pick<Config, 'apiKeys' | 'vaultKeys' | 'dataDir' | 'organization'>,
): Promise<Keys> {
  const folder = secretsFolder(config.dataDir);
  const vaultKeys =
    config.vaultKeys ?? new Secret((await secretFile(join(folder, 'vault-keys'), newVaultKey)).text);
  if (config.apiKeys !== undefined) return { apiKeys: config.apiKeys, vaultKeys, newAdminKey: undefined };
  const { entries, newAdminKey } = await firstAdminKey(folder, config.organization);
  return { apiKeys: parseEntries(entries, folder), vaultKeys, newAdminKey };
}

function parseEntries(entries: string, folder: string): readonly ApiKeyEntry[] {
  try {
    return apiKeyEntries.parse(entries);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new StartupError(
      `${join(folder, 'api-keys')} is spoilt: ${error.message}. Mend it, or delete it to have a new admin key made.`,
    );
  }
}

/** The key is kept before its entry: a process that dies in between goes on with the same key. */
async function firstAdminKey(
  folder: string,
  organization: string,
): Promise<{ readonly entries: string; readonly newAdminKey: Secret | undefined }> {
  const path = join(folder, 'api-keys');
  const known = await readSecretFile(path);
  if (known !== undefined) return { entries: known, newAdminKey: undefined };
  const { text: key } = await secretFile(join(folder, 'admin-key'), () => newApiKey().reveal());
  const { text: entries, made } = await secretFile(path, () => apiKeyEntryText(organization, 'admin', key));
  return { entries, newAdminKey: made ? new Secret(key) : undefined };
}

function newVaultKey(): string {
  return `k${randomBytes(3).toString('hex')}:${randomBytes(32).toString('base64')}`;
}
