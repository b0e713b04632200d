import { aConnectionAdded, aConnectionRemoved, aConnectionWebhookSecretMade } from '#libs/contracts/testing';
import { signedDelivery } from '#libs/buildkite/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { Secret, VaultUnreadable, type Vault } from '#libs/platform';
import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import { connectionMarks, connectionTokens, KnownConnections } from '../connection/known-connections.js';
import { CheckDelivery } from './check-delivery.js';
import { KnownSecrets, webhookSecrets } from './known-secrets.js';

const noon = '2026-11-23T12:00:00.000Z';
const ping = '{"event":"ping"}';

describe('whether a delivery is genuine', () => {
  const documents = temporaryDocuments([connectionTokens, connectionMarks, webhookSecrets]);
  let connections: KnownConnections;
  let secrets: KnownSecrets;
  let check: CheckDelivery;
  let log: RecordingLog;
  let connection: string;
  let stored: Map<string, Secret>;
  let reads: number;
  let made: number;

  beforeEach(async () => {
    stored = new Map();
    log = new RecordingLog();
    [reads, made] = [0, 0];
    const vault = { get: async (...place: string[]) => stored.get(place.join('/')) } as unknown as Vault;
    connections = new KnownConnections(documents());
    secrets = new KnownSecrets(documents(), vault);
    check = new CheckDelivery(new ManualClock(noon), log, connections, secrets);
    connection = randomUUID();
    await connections.remember([aConnectionAdded({ connection })]);
    await make('first', 'second');
  });

  /** Makes secrets, one after the other. */
  async function make(...texts: readonly string[]): Promise<void> {
    const versionOf = (number: number) => `00000000-0000-4000-8000-00000000000${number}`;
    for (const text of texts) {
      made += 1;
      stored.set(`acme/${connection}/${versionOf(made)}`, new Secret(text));
      const formerSecretVersion = made === 1 ? null : versionOf(made - 1);
      const secret = { secretVersion: versionOf(made), formerSecretVersion };
      await secrets.remember([aConnectionWebhookSecretMade({ connection, ...secret, sequence: made })]);
    }
  }

  const signed = (secret = 'second', at = noon, body = ping) =>
    signedDelivery(secret, body, at).headers['x-buildkite-signature'];
  const verdict = async (signature: string | undefined, body = ping, to = connection) => {
    const read = async () => {
      reads += 1;
      return Buffer.from(body);
    };
    const checked = await check.of({ connection: to, signature, body: read });
    return checked.isGenuine ? 'genuine' : checked.reason;
  };

  it('is known by its signature', async () => {
    const body = Buffer.from(ping);
    const checked = await check.of({ connection, signature: signed(), body: async () => body });
    expect(checked).toMatchObject({ isGenuine: true, connection: { id: connection }, body });
    expect(checked.isGenuine && checked.digest).toBe(signed()?.slice(-64));
  });

  it('is known by either of two secrets while one takes the place of the other, and not by a third', async () => {
    expect(await verdict(signed('first'))).toBe('genuine');
    expect(await verdict(signed('second'))).toBe('genuine');
    await make('third');
    expect(await verdict(signed('first'))).toBe('signature-wrong');
    expect(await verdict(signed('second'))).toBe('genuine');
    expect(await verdict(signed('third'))).toBe('genuine');
  });

  it.each([
    ['11:55:00.000', 'genuine'],
    ['12:05:00.000', 'genuine'],
    ['11:54:59.000', 'signature-untimely'],
    ['12:05:01.000', 'signature-untimely'],
  ])('sent at %s is %s at noon', async (time, expected) => {
    expect(await verdict(signed('second', `2026-11-23T${time}Z`))).toBe(expected);
  });

  it.each([
    ['re-serialised', '{"event": "ping"}'],
    ['truncated', ping.slice(0, -1)],
    ['lengthened', `${ping}\n`],
    ['empty', ''],
  ])('with a body that was %s is wrong', async (_what, body) => {
    expect(await verdict(signed(), body)).toBe('signature-wrong');
  });

  it('with the time of another is wrong', async () => {
    const later = signed()?.replace(/timestamp=(\d+)/, (_, time: string) => `timestamp=${Number(time) + 1}`);
    expect(await verdict(later)).toBe('signature-wrong');
  });

  it.each([
    ['missing', undefined, 'signature-missing'],
    ['empty', '', 'signature-malformed'],
    ['garbled', 'garbled', 'signature-malformed'],
    ['a token', 'second', 'signature-malformed'],
  ])('whose signature is %s is refused before its body is read', async (_what, signature, reason) => {
    expect(await verdict(signature)).toBe(reason);
    expect(reads).toBe(0);
  });

  it.each([
    ['in upper case', (header: string) => header.replace(/[0-9a-f]{64}$/, (digest) => digest.toUpperCase())],
    ['short', (header: string) => header.slice(0, -1)],
    ['long', (header: string) => `${header}0`],
  ])('whose signature is %s is refused', async (_what, change) => {
    expect(await verdict(change(signed() ?? ''))).toBe('signature-malformed');
  });

  it('that is old is refused before its body is read', async () => {
    expect(await verdict(signed('second', '2026-11-23T11:00:00.000Z'))).toBe('signature-untimely');
    expect(reads).toBe(0);
  });

  it('for a connection that nobody knows is not believed', async () => {
    expect(await verdict(signed(), ping, randomUUID())).toBe('connection-unknown');
    expect(await verdict(signed(), ping, '../x')).toBe('connection-unknown');
  });

  it('for another connection is not believed', async () => {
    const other = randomUUID();
    await connections.remember([aConnectionAdded({ connection: other })]);
    expect(await verdict(signed(), ping, other)).toBe('secret-missing');
  });

  it('for a connection that was removed is not believed, whatever lies in the vault', async () => {
    await connections.remember([aConnectionRemoved({ connection })]);
    expect(await verdict(signed())).toBe('connection-unknown');
  });

  it('is not believed when the vault has its secret no more', async () => {
    stored.clear();
    expect(await verdict(signed())).toBe('secret-missing');
    expect(await verdict(signed(''))).toBe('secret-missing');
  });

  it('is not believed when the vault cannot open its secret, of which the log tells alone', async () => {
    secrets.of = () => Promise.reject(new VaultUnreadable(connection, 'unknown-key'));
    expect(await verdict(signed())).toBe('secret-unreadable');
    expect(log.lines).toMatchObject([{ level: 'warn', data: { connection } }]);
  });

  it('is not decided when its body cannot be read', async () => {
    const body = () => Promise.reject(new Error('It is too large.'));
    await expect(check.of({ connection, signature: signed(), body })).rejects.toThrow('It is too large.');
  });
});
