import { jsonEvent } from '@eventstore/db-client';
import { ControlRefused } from '../../../buildkite/testing/control-request.js';
import type { Fault } from '../fault/fault.js';
import { controlEventStoreStandIn } from '../../testing/control.js';
import { rejectionOf, startWire, type Wire } from '../../testing/wire.js';

describe('the control API', () => {
  let wire: Wire;
  beforeAll(async () => {
    wire = await startWire();
    await wire.client.appendToStream(
      'orders-1',
      [1, 2].map(() => jsonEvent({ type: 'T', data: {} })),
    );
    await wire.client.appendToStream('parcels-1', jsonEvent({ type: 'T', data: {} }));
  });
  afterAll(() => wire.close());

  it('says what there is and what was called', async () => {
    expect(await wire.standIn.control.state()).toEqual({
      events: 4,
      streams: 3,
      connections: 1,
      subscriptions: [],
      calls: { features: 1, batchAppend: 2 },
    });
  });

  it('lists streams by how their names begin', async () => {
    expect(await wire.standIn.control.streams('orders-')).toEqual([{ name: 'orders-1', events: 2 }]);
    expect(await wire.standIn.control.streams()).toHaveLength(3);
    expect(await wire.standIn.control.streams('§')).toEqual([]);
  });

  it('adds, lists and takes back faults', async () => {
    const { control } = wire.standIn;
    const one = await control.addFault({ kind: 'slow', delayMs: 1 }, { stream: 's', times: 2 });
    const two = await control.addFault({ kind: 'deny-features' });
    expect(await control.faults()).toEqual([one, two]);
    expect(one).toMatchObject({ fault: { kind: 'slow', delayMs: 1 }, stream: 's', times: 2 });
    await control.removeFaults(one.id);
    expect(await control.faults()).toEqual([two]);
    await control.removeFaults();
    expect(await control.faults()).toEqual([]);
  });

  it('answers from another process as well', async () => {
    const elsewhere = controlEventStoreStandIn(wire.standIn.control.url);
    expect((await elsewhere.state()).streams).toBe(3);
  });

  it('refuses what makes no sense', async () => {
    const refused = await rejectionOf(wire.standIn.control.addFault({ kind: 'fire' } as unknown as Fault));
    expect(refused).toBeInstanceOf(ControlRefused);
    expect(refused).toMatchObject({ status: 400 });
    const at = (path: string) => new URL(`/_control/${path}`, wire.standIn.control.url);
    expect((await fetch(at('nothing'))).status).toBe(404);
    expect((await fetch(at('faults'), { method: 'POST', body: '{' })).status).toBe(400);
  });
});
