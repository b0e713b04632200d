import { aConnectionTokenReplaced, aConnectionWebhookSecretMade } from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { Secret, type Vault } from '#libs/platform';
import { randomUUID } from 'node:crypto';
import { KnownSecrets, webhookSecrets } from './known-secrets.js';

describe('the webhook secrets that are known', () => {
  const documents = temporaryDocuments([webhookSecrets]);
  let secrets: KnownSecrets;
  let connection: string;
  let stored: Map<string, Secret>;
  let asked: string[];
  const versions = ['e1', 'e2', 'e3'].map((end) => `00000000-0000-4000-8000-0000000000${end}`);

  beforeEach(() => {
    connection = randomUUID();
    stored = new Map(versions.map((version) => [`acme/${connection}/${version}`, new Secret(version)]));
    asked = [];
    const vault = {
      get: async (...place: string[]) => {
        asked.push(place.join('/'));
        return stored.get(place.join('/'));
      },
    } as unknown as Vault;
    secrets = new KnownSecrets(documents(), vault);
  });

  const made = (number: 1 | 2 | 3) =>
    aConnectionWebhookSecretMade({
      connection,
      secretVersion: versions[number - 1] ?? '',
      formerSecretVersion: versions[number - 2] ?? null,
      sequence: number,
    });
  const valid = async (organization = 'acme') =>
    (await secrets.of({ id: connection, organization })).map(
      (secret) => versions.indexOf(secret.reveal()) + 1,
    );

  it('are none before one is made', async () => {
    expect(await valid()).toEqual([]);
    expect(await secrets.has(connection)).toBe(false);
    await secrets.remember([aConnectionTokenReplaced({ connection })]);
    expect(await secrets.has(connection)).toBe(false);
  });

  it('are the two newest', async () => {
    await secrets.remember([made(1)]);
    expect(await valid()).toEqual([1]);
    expect(await secrets.has(connection)).toBe(true);
    await secrets.remember([made(2)]);
    expect(await valid()).toEqual([2, 1]);
    await secrets.remember([made(3)]);
    expect(await valid()).toEqual([3, 2]);
  });

  it.each([[[3, 1, 2]], [[2, 3, 1]], [[3, 3, 2, 2, 1, 1]]] as const)(
    'are the same in whatever order they are told: %j',
    async (order) => {
      for (const number of order) await secrets.remember([made(number)]);
      expect(await valid()).toEqual([3, 2]);
      await secrets.remember(order.map(made));
      expect(await valid()).toEqual([3, 2]);
    },
  );

  it('are read from the vault once', async () => {
    await secrets.remember([made(2)]);
    for (let time = 0; time < 3; time += 1) await valid();
    expect(asked).toHaveLength(2);
    await secrets.remember([made(3)]);
    await valid();
    expect(asked).toHaveLength(3);
  });

  it('are not those that the vault has not, until it has', async () => {
    await secrets.remember([made(2)]);
    const place = `acme/${connection}/${versions[1]}`;
    stored.delete(place);
    expect(await valid()).toEqual([1]);
    stored.set(place, new Secret(versions[1] ?? ''));
    expect(await valid()).toEqual([2, 1]);
  });

  it('are those of their own organization', async () => {
    await secrets.remember([made(1)]);
    expect(await valid('stranger')).toEqual([]);
  });

  it('are forgotten on request', async () => {
    await secrets.remember([made(1)]);
    await valid();
    secrets.forget(connection);
    stored.clear();
    expect(await valid()).toEqual([]);
  });

  it('are not hidden by a vault that cannot open them', async () => {
    const broken = { get: () => Promise.reject(new Error('It was altered.')) } as unknown as Vault;
    await secrets.remember([made(1)]);
    const unread = new KnownSecrets(documents(), broken);
    await expect(unread.of({ id: connection, organization: 'acme' })).rejects.toThrow('It was altered.');
  });
});
