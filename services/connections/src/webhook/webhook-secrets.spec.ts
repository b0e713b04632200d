import { rejectionOf } from '#libs/platform/testing';
import { findConnection } from '../integration/domain/state.js';
import { Desk } from '../testing/desk.js';
import { anOrigin } from '../testing/origin.js';

let desk: Desk;
let id: string;

beforeEach(async () => {
  desk = await Desk.open();
  const { value } = await desk.buildkite.addToken();
  ({ id } = await desk.connections.add('acme', 'QA', value, anOrigin()));
});
afterEach(() => desk.close());

const make = async (origin = anOrigin(), connection = id) => {
  const { secret } = await desk.webhookSecrets.make('acme', connection, origin);
  return secret.reveal();
};
const secretsOf = async () =>
  findConnection(await desk.integrations.of('acme'), id)?.webhookSecrets.map(({ version }) => version) ?? [];
const inVault = async () =>
  Promise.all(
    (await secretsOf()).map(async (version) => (await desk.vault.get('acme', id, version))?.reveal()),
  );
/** How many secrets lie in the vault beside the token. */
const kept = () => desk.vault.versions(id).length - 1;

describe('Making a webhook secret', () => {
  it('keeps it in the vault and nowhere else', async () => {
    const secret = await make();
    expect(secret).toMatch(/^bkwh_[0-9a-f]{64}$/);
    expect(await inVault()).toEqual([secret]);
    expect(JSON.stringify(await desk.decided())).not.toContain(secret.slice(5));
  });

  it('gives another one each time; two are kept, older ones are forgotten', async () => {
    const made = [await make(), await make(), await make()];
    expect(new Set(made).size).toBe(3);
    expect(await inVault()).toEqual([made[2], made[1]]);
    expect(kept()).toBe(2);
  });

  it('says when each was made', async () => {
    await make();
    await desk.clock.advance(60_000);
    const { connection } = await desk.webhookSecrets.make('acme', id, anOrigin());
    expect(connection.webhookSecrets.map(({ madeAt }) => madeAt)).toEqual([
      '2026-03-01T12:01:00.000Z',
      '2026-03-01T12:00:00.000Z',
    ]);
  });

  it('for a connection that is not there is refused, and keeps nothing', async () => {
    expect(await rejectionOf(make(anOrigin(), 'nothing'))).toMatchObject({ code: 'connection-not-found' });
    expect(desk.vault.versions('nothing')).toEqual([]);
  });

  it('for a connection that goes meanwhile is refused, and keeps nothing', async () => {
    const keep = desk.tokens.keep.bind(desk.tokens);
    desk.tokens.keep = async (...secret) => {
      await desk.connections.remove('acme', id, anOrigin());
      await keep(...secret);
    };
    expect(await rejectionOf(make())).toMatchObject({ code: 'connection-not-found' });
    expect(desk.vault.versions()).toEqual([]);
  });

  it('keeps it when nobody knows whether it was decided', async () => {
    const lost = new Error('The store did not answer.');
    desk.store.append = () => Promise.reject(lost);
    expect(await rejectionOf(make())).toBe(lost);
    expect(kept()).toBe(1);
  });

  it('ends with the connection', async () => {
    await make();
    await desk.connections.remove('acme', id, anOrigin());
    expect(desk.vault.versions()).toEqual([]);
  });

  it('leaves the token as it is, and a new token the secrets', async () => {
    const secret = await make();
    const { value } = await desk.buildkite.addToken();
    await desk.connections.replaceToken('acme', id, value, anOrigin());
    expect(await inVault()).toEqual([secret]);
  });
});

describe('Making a webhook secret again by the same command', () => {
  it('gives the same one', async () => {
    const origin = anOrigin();
    const secret = await make(origin);
    expect(await make(origin)).toBe(secret);
    expect(await inVault()).toEqual([secret]);
    expect(kept()).toBe(1);
  });

  it('gives the same one to both that come at once', async () => {
    const origin = anOrigin();
    const [one, other] = await Promise.all([make(origin), make(origin)]);
    expect(one).toBe(other);
    expect(await inVault()).toEqual([one]);
    expect(kept()).toBe(1);
  });

  it('gives the same one while it is the former', async () => {
    const origin = anOrigin();
    const secret = await make(origin);
    await make();
    expect(await make(origin)).toBe(secret);
    expect(kept()).toBe(2);
  });

  it('is refused once it is valid no longer', async () => {
    const origin = anOrigin();
    await make(origin);
    const valid = [await make(), await make()];
    expect(await rejectionOf(make(origin))).toMatchObject({ code: 'webhook-secret-outdated' });
    expect(await inVault()).toEqual(valid.reverse());
    expect(kept()).toBe(2);
  });

  it('is refused when the vault has lost it', async () => {
    const origin = anOrigin();
    await make(origin);
    const [version = ''] = await secretsOf();
    await desk.vault.forgetVersion('acme', id, version);
    expect(await rejectionOf(make(origin))).toMatchObject({ code: 'webhook-secret-outdated' });
  });

  it('is refused for another request', async () => {
    const origin = anOrigin('one');
    const secret = await make(origin);
    const reused = make({ ...origin, requestDigest: 'two' });
    expect(await rejectionOf(reused)).toMatchObject({ code: 'idempotency-key-reused' });
    expect(await inVault()).toEqual([secret]);
    expect(kept()).toBe(1);
  });
});
