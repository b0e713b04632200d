import { Refused } from '#libs/event-store';
import { Problem, Secret } from '#libs/platform';
import { rejectionOf } from '#libs/platform/testing';
import type { AddedToken } from '../../../../test/standins/buildkite/testing/index.js';
import { findConnection } from '../integration/domain/state.js';
import { Desk } from '../testing/desk.js';
import { anOrigin } from '../testing/origin.js';

let desk: Desk;
let token: AddedToken;
let other: AddedToken;

beforeEach(async () => {
  desk = await Desk.open();
  token = await desk.buildkite.addToken();
  other = await desk.buildkite.addToken();
});
afterEach(() => desk.close());

const add = (label = 'QA', { value } = token, origin = anOrigin()) =>
  desk.connections.add('acme', label, value, origin);
const replace = (id: string, { value } = other, origin = anOrigin()) =>
  desk.connections.replaceToken('acme', id, value, origin);
const types = async () => (await desk.decided()).map(({ type }) => type);

/** What lies in the vault under the version that is in use. */
async function inUse(id: string): Promise<string | undefined> {
  const connection = findConnection(await desk.integrations.of('acme'), id);
  const secret = await desk.vault.get('acme', id, connection?.token.version ?? 'none');
  return secret?.reveal();
}

describe('Adding a connection', () => {
  it('keeps the token, and decides with what Buildkite says of it', async () => {
    const connection = await add();

    expect(connection).toMatchObject({
      label: 'QA',
      addedAt: '2026-03-01T12:00:00.000Z',
      tokenReplacedAt: null,
    });
    expect(connection.token).toMatchObject({ uuid: token.uuid, organizations: [{ slug: 'acme-inc' }] });
    expect(await inUse(connection.id)).toBe(token.value);
    expect(await types()).toEqual(['ConnectionAdded']);
  });

  it('leaves the text of the token in no event', async () => {
    await add();
    expect(JSON.stringify(await desk.decided())).not.toContain(token.value.slice(5));
  });

  it('keeps and decides nothing when Buildkite does not accept the token', async () => {
    const bad = { ...token, value: `bkua_${'0'.repeat(40)}` };
    expect(await rejectionOf(add('QA', bad))).toMatchObject({ code: 'token-rejected' });
    expect(desk.vault.versions()).toEqual([]);
    expect(await types()).toEqual([]);
  });

  it('forgets the token again when the label is taken', async () => {
    const { id } = await add();
    const refused = await rejectionOf(add('QA', other));
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ code: 'label-duplicate' });
    expect(desk.vault.versions()).toHaveLength(1);
    expect(await inUse(id)).toBe(token.value);
  });

  it('forgets the token again when another connection uses the same one', async () => {
    const { id } = await add();
    expect(await rejectionOf(add('Again'))).toMatchObject({ code: 'token-duplicate' });
    expect(desk.vault.versions()).toHaveLength(1);
    expect(await inUse(id)).toBe(token.value);
  });

  it('keeps the token when nobody knows whether it was decided', async () => {
    const lost = new Error('The store did not answer.');
    desk.store.append = () => Promise.reject(lost);
    expect(await rejectionOf(add())).toBe(lost);
    expect(desk.vault.versions()).toHaveLength(1);
  });
});

describe('Adding a connection again by the same command', () => {
  it('gives the same connection, without asking Buildkite again', async () => {
    const origin = anOrigin();
    const connection = await add('QA', token, origin);
    await desk.buildkite.resetRequests();

    expect(await add('QA', token, origin)).toEqual(connection);
    expect(await desk.buildkite.requestTotal()).toBe(0);
    expect(await types()).toEqual(['ConnectionAdded']);
    expect(await inUse(connection.id)).toBe(token.value);
  });

  it('is refused when the body is another one, and the token in use stays', async () => {
    const origin = anOrigin('one');
    const { id } = await add('QA', token, origin);
    const refused = await rejectionOf(add('Other', other, { ...origin, requestDigest: 'two' }));
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({ status: 409, code: 'idempotency-key-reused' });
    expect(await inUse(id)).toBe(token.value);
  });

  it('does not bring back a connection that was removed, nor its token', async () => {
    const origin = anOrigin();
    const { id } = await add('QA', token, origin);
    await desk.connections.remove('acme', id, anOrigin());

    expect(await rejectionOf(add('QA', token, origin))).toMatchObject({ code: 'connection-not-found' });
    expect(desk.vault.versions()).toEqual([]);
  });
});

describe('Replacing a token', () => {
  it('puts the new one to use and forgets the old one', async () => {
    const { id } = await add();
    await desk.clock.advance(60_000);

    const connection = await replace(id);

    expect(connection).toMatchObject({ id, label: 'QA', tokenReplacedAt: '2026-03-01T12:01:00.000Z' });
    expect(await inUse(id)).toBe(other.value);
    expect(desk.vault.versions(id)).toEqual([connection.token.version]);
  });

  it('changes nothing when Buildkite does not accept the new one', async () => {
    const { id } = await add();
    await desk.buildkite.changeToken(other.label, { scopes: ['read_user'] });
    expect(await rejectionOf(replace(id))).toMatchObject({ code: 'scopes-missing' });
    expect(await inUse(id)).toBe(token.value);
    expect(desk.vault.versions(id)).toHaveLength(1);
  });

  it('changes nothing when another connection uses the new one', async () => {
    const { id } = await add();
    await add('Prod', other);
    expect(await rejectionOf(replace(id))).toMatchObject({ code: 'token-duplicate' });
    expect(await inUse(id)).toBe(token.value);
    expect(desk.vault.versions(id)).toHaveLength(1);
  });

  it('of a connection that is not there is refused without asking Buildkite', async () => {
    expect(await rejectionOf(replace('nothing'))).toMatchObject({ code: 'connection-not-found' });
    expect(await desk.buildkite.requestTotal()).toBe(0);
    expect(desk.vault.versions()).toEqual([]);
  });

  it('again by the same command does nothing more', async () => {
    const { id } = await add();
    const origin = anOrigin();
    const first = await replace(id, other, origin);
    await desk.buildkite.resetRequests();
    expect(await replace(id, other, origin)).toEqual(first);
    expect(await desk.buildkite.requestTotal()).toBe(0);
    expect(await inUse(id)).toBe(other.value);
  });

  it('again by a command that a later one has overtaken leaves the later token in use', async () => {
    const { id } = await add();
    const overtaken = anOrigin();
    await replace(id, other, overtaken);
    const latest = await desk.buildkite.addToken();
    await replace(id, latest);

    await replace(id, other, overtaken);

    expect(await inUse(id)).toBe(latest.value);
    expect(desk.vault.versions(id)).toHaveLength(1);
  });

  it('by two at the same time leaves the one that came last, and no other one', async () => {
    const { id } = await add();
    const third = await desk.buildkite.addToken();
    await Promise.all([replace(id, other), replace(id, third)]);
    const [, , last] = await desk.decided();
    const version = (last?.data as { token: { version: string } }).token.version;

    expect(await types()).toEqual(['ConnectionAdded', 'ConnectionTokenReplaced', 'ConnectionTokenReplaced']);
    expect(desk.vault.versions(id)).toEqual([version]);
    expect([other.value, third.value]).toContain(await inUse(id));
  });
});

describe('Removing a connection', () => {
  it('forgets its token', async () => {
    const { id } = await add();
    const prod = await add('Prod', other);
    await desk.connections.remove('acme', id, anOrigin());
    expect(desk.vault.versions()).toEqual([prod.token.version]);
    expect(await types()).toEqual(['ConnectionAdded', 'ConnectionAdded', 'ConnectionRemoved']);
  });

  it('again by the same command forgets what may still lie there', async () => {
    const { id } = await add();
    const origin = anOrigin();
    await desk.connections.remove('acme', id, origin);
    await desk.tokens.keep('acme', id, 'left', new Secret('bkua_left'));
    await desk.connections.remove('acme', id, origin);
    expect(desk.vault.versions()).toEqual([]);
    expect(await types()).toEqual(['ConnectionAdded', 'ConnectionRemoved', 'IntegrationDisconnected']);
  });

  it('that is not there is refused', async () => {
    expect(await rejectionOf(desk.connections.remove('acme', 'nothing', anOrigin()))).toMatchObject({
      code: 'connection-not-found',
    });
  });
});
