import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Authenticator } from '../access/authenticator.js';
import { readConfig } from '../config/read-config.js';
import { Secret } from '../secret.js';
import { announceKeys } from './announce-keys.js';
import { firstRunKeys, secretsFolder } from './first-run-keys.js';

const vaultKey = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
let dataDir: string;
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'first-run-')), 'data');
});
afterEach(() => rm(join(dataDir, '..'), { recursive: true }));

const configOf = (settings: Record<string, string> = {}) => readConfig({ DATA_DIR: dataDir, ...settings });
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe('the first start', () => {
  it('makes an admin key that works', async () => {
    const keys = await firstRunKeys(configOf());
    const key = keys.newAdminKey?.reveal() ?? '';
    expect(new Authenticator(keys.apiKeys).authenticate(key)).toMatchObject({
      organization: 'default',
      role: 'admin',
    });
  });

  it('makes a key for the vault: 256 bits with an id', async () => {
    const { vaultKeys } = await firstRunKeys(configOf());
    const [, id, key] = /^([^:]+):(.+)$/.exec(vaultKeys.reveal()) ?? [];
    expect(id).toMatch(/^k[0-9a-f]{6}$/);
    expect(Buffer.from(key ?? '', 'base64')).toHaveLength(32);
  });

  it('keeps them for the eyes of their owner only', async () => {
    const keys = await firstRunKeys(configOf());
    const folder = secretsFolder(dataDir);
    expect(await modeOf(folder)).toBe('700');
    expect((await readdir(folder)).sort()).toEqual(['admin-key', 'api-keys', 'vault-keys']);
    for (const name of await readdir(folder)) expect(await modeOf(join(folder, name))).toBe('600');
    expect(await readFile(join(folder, 'admin-key'), 'utf8')).toBe(`${keys.newAdminKey?.reveal()}\n`);
  });

  it('is for the organization of the settings', async () => {
    const { apiKeys } = await firstRunKeys(configOf({ ORGANIZATION: 'acme' }));
    expect(apiKeys).toMatchObject([{ organization: 'acme', role: 'admin' }]);
  });

  it('says what to do with the key', async () => {
    const key = new Secret('bsk_example');
    const text = announceKeys(configOf(), key, 'http://127.0.0.1:8080');
    expect(text).toContain('  bsk_example\n');
    expect(text).toContain(
      'curl -H "Authorization: Bearer bsk_example" http://127.0.0.1:8080/v1/organizations/default/integrations/buildkite',
    );
    expect(text).toContain(secretsFolder(dataDir));
  });
});

describe('a later start', () => {
  it('finds the same keys and shows none', async () => {
    const first = await firstRunKeys(configOf());
    const second = await firstRunKeys(configOf());
    expect(second.apiKeys).toEqual(first.apiKeys);
    expect(second.vaultKeys.reveal()).toBe(first.vaultKeys.reveal());
    expect(second.newAdminKey).toBeUndefined();
  });

  it('does not make the admin key anew once its text was put away', async () => {
    const first = await firstRunKeys(configOf());
    await rm(join(secretsFolder(dataDir), 'admin-key'));
    const second = await firstRunKeys(configOf());
    expect(second).toMatchObject({ apiKeys: first.apiKeys, newAdminKey: undefined });
  });

  it('takes back rights that others were given', async () => {
    await firstRunKeys(configOf());
    const file = join(secretsFolder(dataDir), 'vault-keys');
    await chmod(file, 0o644);
    await chmod(secretsFolder(dataDir), 0o755);
    await firstRunKeys(configOf());
    expect([await modeOf(file), await modeOf(secretsFolder(dataDir))]).toEqual(['600', '700']);
  });

  it('goes on where a start ended that was killed between the key and its entry', async () => {
    await firstRunKeys(configOf());
    const folder = secretsFolder(dataDir);
    const key = (await readFile(join(folder, 'admin-key'), 'utf8')).trim();
    await rm(join(folder, 'api-keys'));
    const keys = await firstRunKeys(configOf());
    expect(keys.newAdminKey?.reveal()).toBe(key);
    expect(new Authenticator(keys.apiKeys).authenticate(key)).toBeDefined();
  });

  it('refuses a file of entries that somebody spoilt', async () => {
    await firstRunKeys(configOf());
    await writeFile(join(secretsFolder(dataDir), 'api-keys'), 'nonsense\n');
    await expect(firstRunKeys(configOf())).rejects.toThrow(
      /api-keys is spoilt: entry 1 must .* Mend it, or delete it/,
    );
  });
});

describe('keys from the settings', () => {
  it('are used as they are, and nothing is made or kept', async () => {
    const entry = `acme:viewer:${'ab'.repeat(32)}`;
    const keys = await firstRunKeys(configOf({ API_KEYS: entry, VAULT_KEYS: vaultKey }));
    expect(keys.apiKeys).toMatchObject([{ organization: 'acme' }]);
    expect(keys.vaultKeys.reveal()).toBe(vaultKey);
    await expect(stat(dataDir)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('may be some of them only', async () => {
    const keys = await firstRunKeys(configOf({ VAULT_KEYS: vaultKey }));
    expect(keys.newAdminKey).toBeDefined();
    expect(await readdir(secretsFolder(dataDir))).not.toContain('vault-keys');
  });
});

describe('two processes that start at once', () => {
  it('end up with the same keys', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => firstRunKeys(configOf())));
    expect(new Set(all.map(({ vaultKeys }) => vaultKeys.reveal())).size).toBe(1);
    expect(new Set(all.map(({ apiKeys }) => JSON.stringify(apiKeys))).size).toBe(1);
    expect((await readdir(secretsFolder(dataDir))).sort()).toEqual(['admin-key', 'api-keys', 'vault-keys']);
  });
});
