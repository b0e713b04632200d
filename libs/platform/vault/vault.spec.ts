import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedDocuments, type Collection, type Documents } from '#libs/documents';
import { Secret } from '../secret.js';
import { ManualClock, rejectionOf } from '../testing/index.js';
import { vaultCollection, type VaultEntry } from './vault-collection.js';
import { openVault, type Vault } from './vault.js';

const [oldKey, newKey] = ['old', 'new'].map((id) => `${id}:${randomBytes(32).toString('base64')}`);
const token = new Secret('bkua_first');

describe('The vault', () => {
  let folder: string;
  let documents: Documents;
  let entries: Collection<VaultEntry>;
  let clock: ManualClock;
  let vault: Vault;

  const open = (...keys: (string | undefined)[]) =>
    openVault({ documents, keys: new Secret(keys.join(',')), clock });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vault-'));
    documents = await openEmbeddedDocuments({ file: join(folder, 'documents.db') });
    await documents.provision([vaultCollection]);
    entries = documents.collection(vaultCollection);
    clock = new ManualClock('2026-03-01T10:00:00.000Z');
    vault = open(oldKey);
  });

  afterEach(async () => {
    await documents.close();
    await rm(folder, { recursive: true, force: true });
  });

  const reveal = async (organization: string, connection: string, version: string, of = vault) =>
    (await of.get(organization, connection, version))?.reveal();

  async function files(): Promise<string> {
    const names = await readdir(folder);
    return (await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))).join('');
  }

  it('gives back what it was given, also after a restart', async () => {
    await vault.put('acme', 'c1', 'v1', token);
    expect(await reveal('acme', 'c1', 'v1')).toBe('bkua_first');
    expect(await reveal('acme', 'c1', 'v1', open(oldKey))).toBe('bkua_first');
  });

  it('has nothing where nothing was put', async () => {
    await vault.put('acme', 'c1', 'v1', token);
    expect(await vault.get('acme', 'c1', 'v2')).toBeUndefined();
    expect(await vault.get('acme', 'c2', 'v1')).toBeUndefined();
    expect(await vault.get('globex', 'c1', 'v1')).toBeUndefined();
  });

  it('keeps the last of what is put into one place', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => vault.put('acme', 'c1', 'v1', new Secret(`bkua_${index}`))),
    );
    await vault.put('acme', 'c1', 'v1', new Secret('bkua_last'));

    expect(await reveal('acme', 'c1', 'v1')).toBe('bkua_last');
    expect((await entries.get('["acme","c1","v1"]'))?.revision).toBe(9);
  });

  it('tells what it holds without the secrets', async () => {
    await vault.put('acme', 'c1', 'v1', token);
    await clock.advance(60_000);
    await vault.put('globex', 'c2', 'v1', token);

    expect(await vault.list()).toEqual([
      { organization: 'acme', connection: 'c1', version: 'v1', storedAt: '2026-03-01T10:00:00.000Z' },
      { organization: 'globex', connection: 'c2', version: 'v1', storedAt: '2026-03-01T10:01:00.000Z' },
    ]);
  });

  it('writes no token into a file', async () => {
    await vault.put('acme', 'c1', 'v1', token);
    expect(await files()).toContain((await entries.get('["acme","c1","v1"]'))?.ciphertext);
    expect(await files()).not.toContain('bkua_first');
  });

  describe('forgets', () => {
    beforeEach(async () => {
      for (const [organization, connection, version] of [
        ['acme', 'c1', 'v1'],
        ['acme', 'c1', 'v2'],
        ['acme', 'c2', 'v1'],
        ['globex', 'c1', 'v1'],
      ] as const) {
        await vault.put(
          organization,
          connection,
          version,
          new Secret(`bkua_${organization}_${connection}_${version}`),
        );
      }
    });

    const places = async () =>
      (await vault.list()).map(({ organization, connection, version }) =>
        [organization, connection, version].join(' '),
      );

    it('all versions of a connection and nothing else', async () => {
      await vault.forget('acme', 'c1');
      expect(await places()).toEqual(['acme c2 v1', 'globex c1 v1']);
      expect(await vault.get('acme', 'c1', 'v1')).toBeUndefined();
    });

    it('one version and nothing else', async () => {
      await vault.forgetVersion('acme', 'c1', 'v1');
      expect(await places()).toEqual(['acme c1 v2', 'acme c2 v1', 'globex c1 v1']);
    });

    it('what is not there without complaint', async () => {
      await vault.forget('acme', 'c9');
      await vault.forgetVersion('acme', 'c1', 'v9');
      expect(await places()).toHaveLength(4);
    });

    it('so that the ciphertext is in no file any more', async () => {
      const ciphertexts = (await entries.find({ where: { organization: 'acme', connection: 'c1' } })).map(
        ({ ciphertext }) => ciphertext,
      );
      for (const ciphertext of ciphertexts) expect(await files()).toContain(ciphertext);

      await vault.forget('acme', 'c1');
      for (const ciphertext of ciphertexts) expect(await files()).not.toContain(ciphertext);
    });
  });

  describe('does not give out', () => {
    it('an entry that was moved to another connection', async () => {
      await vault.put('acme', 'c1', 'v1', token);
      const entry = await entries.get('["acme","c1","v1"]');
      if (entry === undefined) throw new Error('The entry is there.');
      const moved = { ...entry, id: '["globex","c7","v1"]' };
      const refused = { code: 'vault-unreadable', reason: 'altered', connection: 'c7' };

      await entries.put([moved]);
      expect(await rejectionOf(vault.get('globex', 'c7', 'v1'))).toMatchObject(refused);
      await entries.put([{ ...moved, organization: 'globex', connection: 'c7' }]);
      expect(await rejectionOf(vault.get('globex', 'c7', 'v1'))).toMatchObject(refused);
    });

    it('an entry whose key was taken away', async () => {
      await vault.put('acme', 'c1', 'v1', token);
      expect(await rejectionOf(open(newKey).get('acme', 'c1', 'v1'))).toMatchObject({
        reason: 'unknown-key',
      });
    });
  });

  describe('after its keys were changed', () => {
    beforeEach(() => vault.put('acme', 'c1', 'v1', token));

    it('opens what an older key closed and closes with the new one', async () => {
      const changed = open(newKey, oldKey);
      await changed.put('acme', 'c1', 'v2', new Secret('bkua_second'));

      expect(await reveal('acme', 'c1', 'v1', changed)).toBe('bkua_first');
      expect((await entries.find({ where: {} })).map(({ key }) => key)).toEqual(['old', 'new']);
    });

    it('encrypts anew what lies under an older key, which can then go', async () => {
      await open(newKey, oldKey).put('acme', 'c2', 'v1', new Secret('bkua_other'));

      expect(await open(newKey, oldKey).rewrap()).toBe(1);
      expect(await open(newKey, oldKey).rewrap()).toBe(0);
      expect(await reveal('acme', 'c1', 'v1', open(newKey))).toBe('bkua_first');
      expect(await reveal('acme', 'c2', 'v1', open(newKey))).toBe('bkua_other');
    });

    it('brings nothing back that is forgotten while it is encrypted anew', async () => {
      const changed = openVault({
        documents: {
          ...documents,
          collection: () => ({
            find: async () => {
              const found = await entries.find({ where: {} });
              await vault.forget('acme', 'c1');
              return found;
            },
            replace: (document: VaultEntry, expected: number | undefined) =>
              entries.replace(document, expected),
          }),
        } as unknown as Documents,
        keys: new Secret(`${newKey},${oldKey}`),
        clock,
      });

      expect(await changed.rewrap()).toBe(0);
      expect(await vault.list()).toEqual([]);
    });

    it('stops at what it cannot read', async () => {
      expect(await rejectionOf(open(newKey).rewrap())).toMatchObject({ reason: 'unknown-key' });
      expect(await reveal('acme', 'c1', 'v1')).toBe('bkua_first');
    });
  });

  it('does not open with keys that are none', () => {
    expect(() => open('bkua_not_a_key')).toThrow('VAULT_KEYS: Key 1 is not id:key');
  });
});
