import {
  collect,
  FaultyEventStore,
  temporaryEventStore,
  type TemporaryEventStore,
} from '#libs/event-store/testing';
import { ManualClock, rejectionOf } from '#libs/platform/testing';
import { aCheckedToken } from '../testing/checked-token.js';
import { anOrigin } from '../testing/origin.js';
import { noIntegration } from './domain/state.js';
import { Integrations } from './integrations.js';

let kept: TemporaryEventStore;
let store: FaultyEventStore;
let clock: ManualClock;
let integrations: Integrations;

beforeEach(async () => {
  kept = await temporaryEventStore();
  store = new FaultyEventStore(kept.store);
  clock = new ManualClock();
  integrations = new Integrations(store, clock);
});
afterEach(() => kept.close());

const add = (connection: string) =>
  ({
    type: 'AddConnection',
    data: { connection, label: connection, token: aCheckedToken({ version: `${connection}-v1` }) },
  }) as const;
const decided = (organization = 'acme') => collect(kept.store.read(`buildkiteIntegration-${organization}`));

describe('Integrations', () => {
  it('begin empty', async () => {
    expect(await integrations.of('acme')).toEqual(noIntegration);
  });

  it('keep decisions with their time, who made them and by which command', async () => {
    const origin = anOrigin();
    await integrations.handle('acme', add('qa'), origin);
    const [event] = await decided();
    expect(event).toMatchObject({
      type: 'ConnectionAdded',
      data: { connection: 'qa', at: '2026-11-23T12:00:00.000Z' },
      metadata: { by: 'key-1', commandId: origin.commandId, requestDigest: 'digest' },
    });
  });

  it('are there again after a restart', async () => {
    await integrations.handle('acme', add('qa'), anOrigin());
    const again = new Integrations(await kept.reopen(), clock);
    expect((await again.of('acme')).connections).toMatchObject([{ id: 'qa' }]);
  });

  it('are those of one organization each', async () => {
    await integrations.handle('acme', add('qa'), anOrigin());
    await integrations.handle('globex', add('qa'), anOrigin());
    await integrations.handle('acme', { type: 'Disconnect', data: {} }, anOrigin());
    expect((await integrations.of('acme')).connections).toEqual([]);
    expect((await integrations.of('globex')).connections).toHaveLength(1);
  });

  it('apply a command once, however often it comes', async () => {
    const origin = anOrigin();
    await integrations.handle('acme', add('qa'), origin);
    await clock.advance(1_000);
    const state = await integrations.handle('acme', add('qa'), origin);
    expect(state.connections).toHaveLength(1);
    expect(await decided()).toHaveLength(1);
  });

  it('refuse another body under the key of an earlier command', async () => {
    const origin = anOrigin('one');
    await integrations.handle('acme', add('qa'), origin);
    const again = integrations.handle('acme', add('prod'), { ...origin, requestDigest: 'two' });
    expect(await rejectionOf(again)).toMatchObject({ code: 'idempotency-key-reused' });
    expect(await decided()).toHaveLength(1);
  });

  it('decide anew when another process was quicker', async () => {
    await integrations.handle('acme', add('qa'), anOrigin());
    const elsewhere = new Integrations(kept.store, clock);
    store.failAppends(() => elsewhere.handle('acme', { type: 'Disconnect', data: {} }, anOrigin()));
    const remove = { type: 'RemoveConnection', data: { connection: 'qa' } } as const;
    expect(await rejectionOf(integrations.handle('acme', remove, anOrigin()))).toMatchObject({
      code: 'connection-not-found',
    });
    expect((await decided()).map(({ type }) => type)).toEqual([
      'ConnectionAdded',
      'ConnectionRemoved',
      'IntegrationDisconnected',
    ]);
  });

  it('survive an append whose reply was lost', async () => {
    store.failAppends('reply-lost');
    const { connections } = await integrations.handle('acme', add('qa'), anOrigin());
    expect(connections).toHaveLength(1);
    expect(await decided()).toHaveLength(1);
  });
});
