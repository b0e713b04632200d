import { openTemporaryBus, readAll, eventually, type TemporaryBus } from '#libs/bus/testing';
import { decodeEvent, topics } from '#libs/contracts';
import { MemoryCheckpoints } from '#libs/event-store/testing';
import { Secret, StoreFollowers } from '#libs/platform';
import { RecordingLog } from '#libs/platform/testing';
import { Registry } from 'prom-client';
import { ConnectionFollowers } from './connections.followers.js';
import { aCheckedToken } from './testing/checked-token.js';
import { Desk } from './testing/desk.js';
import { anOrigin } from './testing/origin.js';
import { sharedLeases } from './testing/shared-leases.js';

const topic = topics.integrations.name;
const connection = '00000000-0000-4000-8000-0000000000c1';
const version = '00000000-0000-4000-8000-0000000000f1';
let desk: Desk;
let temporary: TemporaryBus;
let checkpoints: MemoryCheckpoints;
const running: StoreFollowers[] = [];

beforeEach(async () => {
  desk = await Desk.open();
  temporary = await openTemporaryBus();
  await temporary.bus.provision([topics.integrations]);
  checkpoints = new MemoryCheckpoints();
});
afterEach(async () => {
  for (const followers of running.splice(0)) await followers.onApplicationShutdown();
  await temporary.remove();
  await desk.close();
});

async function start(): Promise<StoreFollowers> {
  const { bus } = temporary;
  const log = new RecordingLog();
  const followers = new StoreFollowers(desk.store, checkpoints, sharedLeases(), bus, log, new Registry());
  running.push(followers);
  await new ConnectionFollowers(followers, desk.tokens).onApplicationBootstrap();
  return followers;
}

async function addAndRemove(): Promise<void> {
  await desk.tokens.keep('acme', connection, version, new Secret('bkua_kept'));
  const data = { connection, label: 'QA', token: aCheckedToken({ version }) };
  await desk.integrations.handle('acme', { type: 'AddConnection', data }, anOrigin());
  await desk.integrations.handle('acme', { type: 'RemoveConnection', data: { connection } }, anOrigin());
}

async function published() {
  const read = (await readAll(temporary.bus, topic)).map((record) => decodeEvent(record));
  return read.map((decoded) => (decoded.ok ? decoded.event : decoded));
}

describe('What follows from decisions about integrations', () => {
  it('they are published in their order, under the ids that they are stored with', async () => {
    await addAndRemove();
    await start();
    const events = await eventually(published, ({ length }) => length === 3);
    expect(events).toMatchObject([
      { type: 'sleuth.connection-added.v1' },
      { type: 'sleuth.connection-removed.v1' },
      { type: 'sleuth.integration-disconnected.v1' },
    ]);
    const stored = (await desk.decided()).map(({ id }) => id);
    expect(events.map((event) => 'id' in event && event.id)).toEqual(stored);
  });

  it('are published as they come', async () => {
    await start();
    await addAndRemove();
    expect(await eventually(published, ({ length }) => length === 3)).toHaveLength(3);
  });

  it('tokens of removed connections are forgotten, also when the process died before it could', async () => {
    await addAndRemove();
    expect(desk.vault.versions()).toEqual([version]);
    await start();
    expect(
      await eventually(
        async () => desk.vault.versions(),
        ({ length }) => length === 0,
      ),
    ).toEqual([]);
  });

  it('webhook secrets that are valid no longer are forgotten, also when the process died before it could', async () => {
    const data = { connection, label: 'QA', token: aCheckedToken({ version }) };
    await desk.integrations.handle('acme', { type: 'AddConnection', data }, anOrigin());
    const [first, second, third] = [4, 5, 6].map((digit) => `00000000-0000-4000-8000-0000000000e${digit}`);
    for (const made of [first, second, third]) {
      if (made === undefined) continue;
      await desk.tokens.keep('acme', connection, made, new Secret('bkwh_kept'));
      const secret = { connection, version: made, command: made };
      await desk.integrations.handle('acme', { type: 'MakeWebhookSecret', data: secret }, anOrigin());
    }
    await start();
    const left = await eventually(
      async () => desk.vault.versions(),
      (versions) => !versions.includes(first ?? ''),
    );
    expect(left).toEqual([second, third]);
  });

  it('tokens left behind are forgotten when the service starts', async () => {
    await desk.tokens.keep('acme', connection, version, new Secret('bkua_kept'));
    await desk.clock.advance(15 * 60_000);
    await start();
    expect(desk.vault.versions()).toEqual([]);
  });

  it('are published once across a restart', async () => {
    await addAndRemove();
    const first = await start();
    await eventually(
      async () => checkpoints.saved.filter(({ name }) => name === 'connections-publish'),
      ({ length }) => length > 0,
    );
    await first.onApplicationShutdown();
    await start();
    await eventually(published, ({ length }) => length === 3);
    await desk.integrations.handle(
      'acme',
      { type: 'AddConnection', data: { connection, label: 'QA', token: aCheckedToken() } },
      anOrigin(),
    );
    const events = await eventually(published, ({ length }) => length >= 4);
    expect(events).toHaveLength(4);
  });
});
