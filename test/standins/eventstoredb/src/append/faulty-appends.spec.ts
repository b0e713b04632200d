import { randomUUID } from 'node:crypto';
import { NO_STREAM, jsonEvent, type AppendToStreamOptions, type EventData } from '@eventstore/db-client';
import type { Fault, FaultScope } from '../fault/fault.js';
import { rejectionOf, startWire, until, type Wire } from '../../testing/wire.js';

const CALL: AppendToStreamOptions = { credentials: { username: 'any', password: 'any' } };
const happened = () => jsonEvent({ type: 'Happened', data: {} });

describe('an append that goes wrong on request', () => {
  let wire: Wire;
  let stream = '';
  beforeEach(async () => {
    wire = await startWire();
    stream = `orders-${randomUUID()}`;
  });
  afterEach(() => wire.close());

  const fault = (kind: Fault, scope: FaultScope = { times: 1 }) => wire.standIn.control.addFault(kind, scope);
  const append = (events: EventData = happened(), options: AppendToStreamOptions = CALL) =>
    wire.client.appendToStream(stream, events, { expectedRevision: NO_STREAM, ...options });
  async function written(): Promise<number> {
    const [found] = await wire.standIn.control.streams(stream);
    return found?.events ?? 0;
  }

  it.each([
    [true, 1],
    [false, 0],
  ])('is never answered, written: %s', async (isWritten, events) => {
    await fault({ kind: 'silent', written: isWritten });
    expect(await rejectionOf(append(happened(), { ...CALL, deadline: 2_000 }))).toMatchObject({
      type: 'deadline-exceeded',
    });
    expect((await wire.standIn.control.state()).calls).toMatchObject({ append: 1 });
    expect(await written()).toBe(events);
  });

  it('is never answered on the path of batches either, where the client would wait for ever', async () => {
    await fault({ kind: 'silent', written: true });
    let answered = false;
    const answer = append(happened(), {}).finally(() => (answered = true));
    await until(async () => (await written()) === 1);
    await append(happened(), { expectedRevision: 0n });
    expect(answered).toBe(false);
    await wire.standIn.control.cutConnections();
    expect(await rejectionOf(answer)).toMatchObject({ type: 'unavailable' });
  });

  it.each<[Fault, number]>([
    [{ kind: 'unavailable', written: true }, 1],
    [{ kind: 'unavailable', written: false }, 0],
    [{ kind: 'cut', written: true }, 1],
    [{ kind: 'cut', written: false }, 0],
  ])('is unavailable with %j', async (kind, events) => {
    for (const options of [CALL, {}]) {
      stream = `orders-${randomUUID()}`;
      await fault(kind);
      const event = happened();
      expect(await rejectionOf(append(event, options))).toMatchObject({ type: 'unavailable' });
      expect(await written()).toBe(events);
      expect(await append(event, options)).toMatchObject({ success: true, nextExpectedRevision: 0n });
      expect(await written()).toBe(1);
    }
  });

  it('is said to belong to another node, to which the client turns then', async () => {
    const leader = await startWire();
    const { hostname, port } = new URL(leader.standIn.url);
    await fault({ kind: 'not-leader', host: hostname, port: Number(port) });
    expect(await rejectionOf(append())).toMatchObject({
      type: 'not-leader',
      leader: { address: hostname, port: Number(port) },
    });
    await append();
    expect(await written()).toBe(0);
    expect(await leader.standIn.control.streams(stream)).toEqual([{ name: stream, events: 1 }]);
    await leader.close();
  });

  it('takes its time', async () => {
    await fault({ kind: 'slow', delayMs: 200 });
    const begun = performance.now();
    await append();
    expect(performance.now() - begun).toBeGreaterThan(150);
  });

  it('concerns the streams that it was asked for alone, and as often', async () => {
    await fault({ kind: 'unavailable', written: false }, { stream, times: 2 });
    await wire.client.appendToStream('parcels-1', happened(), CALL);
    for (let time = 0; time < 2; time += 1) await rejectionOf(append());
    await append();
  });

  it('goes right again when the fault is taken back', async () => {
    const { id } = await fault({ kind: 'unavailable', written: false }, {});
    await rejectionOf(append());
    await wire.standIn.control.removeFaults(id);
    await append();
    expect(await wire.standIn.control.faults()).toEqual([]);
  });
});

describe('other things that go wrong on request', () => {
  let wire: Wire;
  beforeEach(async () => {
    wire = await startWire();
  });
  afterEach(() => wire.close());

  it('the question for features is refused once, which the client remembers', async () => {
    await wire.standIn.control.addFault({ kind: 'deny-features' }, { times: 1 });
    for (let time = 0; time < 2; time += 1)
      await expect(wire.client.appendToStream('a', happened())).rejects.toMatchObject({ code: 7 });
    expect((await wire.standIn.control.state()).calls.features).toBe(1);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['by a fault', () => wire.standIn.control.addFault({ kind: 'end-subscription' }, { times: 1 })],
    ['at once', () => wire.standIn.control.endSubscriptions()],
    ['when the server stops', () => wire.standIn.close()],
  ])('a subscription ends without a word %s', async (_, end) => {
    await wire.client.appendToStream('a', happened());
    let events = 0;
    let caughtUp = false;
    const subscription = wire.client.subscribeToAll();
    subscription.on('caughtUp', () => (caughtUp = true));
    const following = (async () => {
      for await (const { event } of subscription) if (event !== undefined) events += 1;
    })();
    await until(() => caughtUp);
    await end();
    await expect(following).resolves.toBeUndefined();
    expect(events).toBe(2);
  });

  it('only the subscription that was asked for ends, once', async () => {
    await wire.standIn.control.addFault({ kind: 'end-subscription' }, { stream: 'orders-', times: 1 });
    const all = wire.client.subscribeToAll();
    const first = wire.client.subscribeToStream('orders-1');
    for await (const event of first) expect(event).toBeUndefined();
    const second = wire.client.subscribeToStream('orders-1');
    await until(async () => (await wire.standIn.control.state()).subscriptions.length === 2);
    expect([...(await wire.standIn.control.state()).subscriptions].sort()).toEqual(['$all', 'orders-1']);
    await Promise.all([all.unsubscribe(), second.unsubscribe()]);
  });

  it('a subscription fails when its connection is cut', async () => {
    let caughtUp = false;
    const subscription = wire.client.subscribeToAll();
    subscription.on('caughtUp', () => (caughtUp = true));
    const following = (async () => {
      for await (const { event } of subscription) expect(event).toBeDefined();
    })();
    await until(() => caughtUp);
    await wire.standIn.control.cutConnections();
    expect(await rejectionOf(following)).toMatchObject({ type: 'unavailable' });
  });
});
