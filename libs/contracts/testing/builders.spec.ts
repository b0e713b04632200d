import { decodeEvent, publishedEvents } from '../index.js';
import { aBuild, aBuildObserved, acme, aDeployRegistered, oneOfEach, recordOf } from './index.js';

describe('the builders of events', () => {
  it.each(oneOfEach().map((event) => ({ type: event.type, event })))(
    'make a $type that a consumer reads',
    ({ event }) => {
      expect(decodeEvent(recordOf(event))).toEqual({ ok: true, event });
    },
  );

  it('make one of each type', () => {
    expect(
      oneOfEach()
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual(Object.keys(publishedEvents).toSorted());
  });

  it('make the same event twice', () => {
    expect(aDeployRegistered()).toEqual(aDeployRegistered());
  });

  it('give another event another id', () => {
    expect(aDeployRegistered({ environment: 'staging' }).id).not.toBe(aDeployRegistered().id);
  });

  it('keep what is not changed', () => {
    const { data } = aBuildObserved({ build: aBuild({ state: 'failed' }) });

    expect(data.build).toMatchObject({ state: 'failed', sha: acme.sha });
    expect(data.connection).toBe(acme.connection);
  });

  it('date an event as its data does', () => {
    expect(aDeployRegistered({ at: '2026-11-24T00:00:00.000Z' }).time).toBe('2026-11-24T00:00:00.000Z');
    expect(aBuildObserved({ lookedAt: '2026-11-24T00:00:01.000Z' }).time).toBe('2026-11-24T00:00:01.000Z');
  });
});

describe('a delivered record', () => {
  it('comes on the topic of its event, with the key and headers that were sent', () => {
    const event = aDeployRegistered();

    expect(recordOf(event, '7')).toMatchObject({
      topic: 'sleuth.deploys.v1',
      offset: '7',
      key: Buffer.from(`${acme.organization}:${acme.sha}`),
      timestamp: Date.parse(event.time),
      headers: { ce_type: Buffer.from('sleuth.deploy-registered.v1') },
    });
  });
});
