import { encodeEvent } from './encode-event.js';
import { acme, aBuildObserved, aBuildSnapshotTaken, oneOfEach } from './testing/index.js';

describe('an encoded event', () => {
  it('says in its headers that it is a structured CloudEvent, which one and of which type', () => {
    const event = aBuildObserved();

    expect(encodeEvent(event).headers).toEqual({
      'content-type': 'application/cloudevents+json; charset=UTF-8',
      ce_id: event.id,
      ce_type: 'sleuth.build-observed.v1',
    });
  });

  it('carries the trace context where tracers look for it', () => {
    const traceparent = '00-1d2c3b4a59687786950413223140ffee-a1b2c3d4e5f60718-01';

    expect(encodeEvent({ ...aBuildObserved(), traceparent }).headers).toMatchObject({ traceparent });
  });

  it('has the subject of the event as its key', () => {
    expect(encodeEvent(aBuildObserved()).key).toBe(`${acme.organization}:${acme.build}`);
    expect(encodeEvent(aBuildSnapshotTaken()).key).toBe(acme.deploy);
  });

  it.each(oneOfEach().map((event) => ({ type: event.type, event })))('holds the whole $type', ({ event }) => {
    expect(JSON.parse(encodeEvent(event).value)).toEqual(event);
  });

  it('is the same whenever it is made', () => {
    expect(encodeEvent(aBuildObserved())).toEqual(encodeEvent(aBuildObserved()));
  });
});
