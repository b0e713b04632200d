import { randomUUID } from 'node:crypto';
import type { RecordedEvent as ClientEvent } from '@eventstore/db-client';
import { EventUnreadable } from '../../errors.js';
import { newEvent } from '../../testing/new-events.js';
import { proposedEvent, recordedEvent } from './event-shapes.js';

describe('An event on its way to the server', () => {
  it('is JSON with its own id', () => {
    const event = newEvent();

    expect(proposedEvent(event)).toEqual({ ...event, contentType: 'application/json' });
  });

  it('has no metadata when there are none', () => {
    const { id, type, data } = newEvent();

    expect(proposedEvent({ id, type, data }).metadata).toBeUndefined();
  });

  it('is taken as it is now', () => {
    const list = ['before'];
    const proposed = proposedEvent({ ...newEvent(), data: { list }, metadata: { list } });
    list.push('after');

    expect(proposed).toMatchObject({ data: { list: ['before'] }, metadata: { list: ['before'] } });
  });

  it.each([
    ['a bigint', { count: 1n }],
    [
      'itself',
      (() => {
        const data: Record<string, unknown> = {};
        return Object.assign(data, { data });
      })(),
    ],
  ])('is refused with %s in it', (_, data) => {
    expect(() => proposedEvent({ ...newEvent(), data })).toThrow(TypeError);
  });
});

describe('An event that the server gave', () => {
  const given = (overrides: object = {}): ClientEvent => ({
    streamId: 'projects-acme',
    id: randomUUID(),
    isJson: true,
    revision: 4n,
    type: 'ProjectCreated',
    created: new Date(Date.UTC(2026, 2, 1, 10, 0, 0, 123)),
    data: { name: 'shop' },
    metadata: { commandId: 'c-1' },
    position: { commit: 900n, prepare: 900n },
    ...overrides,
  });

  it('has all that the port tells', () => {
    const event = given();

    expect(recordedEvent(event)).toEqual({
      id: event.id,
      type: 'ProjectCreated',
      data: { name: 'shop' },
      metadata: { commandId: 'c-1' },
      stream: 'projects-acme',
      revision: 4,
      position: '00000000000000000900/00000000000000000900',
      recordedAt: '2026-03-01T10:00:00.123Z',
    });
  });

  it('has no metadata when it was written without', () => {
    expect(recordedEvent(given({ metadata: undefined }))).not.toHaveProperty('metadata');
  });

  it.each([
    ['data', { data: '{"broken' }],
    ['data', { data: new Uint8Array([1, 2]) }],
    ['data', { data: ['a list'] }],
    ['data', { data: null }],
    ['metadata', { metadata: new Uint8Array([123]) }],
    ['metadata', { metadata: 'text' }],
  ])('is unreadable when its %s are no JSON object, and says which event it is', (what, overrides) => {
    const reading = () => recordedEvent(given(overrides));

    expect(reading).toThrow(EventUnreadable);
    expect(reading).toThrow(
      `Event 4 of stream projects-acme cannot be read: its ${what} are no JSON object.`,
    );
  });

  it('is refused with a revision that a number cannot hold', () => {
    expect(() => recordedEvent(given({ revision: 2n ** 60n }))).toThrow(RangeError);
  });

  it.each([[undefined], [{ commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n }]])(
    'is refused without a position, as servers before 22.6 give it: %j',
    (position) => {
      expect(() => recordedEvent(given({ position }))).toThrow(
        expect.objectContaining({ code: 'event-store-too-old' }) as Error,
      );
    },
  );
});
