import type { LogWrite } from '../log/domain/log-line.js';
import { MEMORY, type LogStorage } from '../log/log-file.js';
import { proposedEvent } from '../../testing/an-event.js';
import { Pulse } from './pulse.js';
import { Store } from './store.js';

const ANY = { kind: 'any' } as const;
const MAX_COUNT = '{"$maxCount":1}';

describe('the store', () => {
  it('shows nothing before it is kept: neither in the log, nor in a stream, nor of its metadata', async () => {
    let release: () => void = () => undefined;
    const storage: LogStorage = { ...MEMORY, keep: () => new Promise((resolve) => (release = resolve)) };
    const store = new Store([], storage, () => 0, new Pulse());
    const events = [proposedEvent({ data: Buffer.from(MAX_COUNT) })];
    const written = Promise.all([
      store.append({ stream: 'orders-1', expected: ANY, events }),
      store.append({
        stream: '$$orders-1',
        expected: ANY,
        events: [{ ...proposedEvent(), data: Buffer.from(MAX_COUNT) }],
      }),
    ]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(store.events).toHaveLength(2);
    expect(store.keptEvents).toBe(0);
    expect(store.eventsOf('orders-1')).toEqual([]);
    expect(store.metadataOf('orders-1')).toEqual({});
    release();
    await written;
    expect(store.keptEvents).toBe(2);
    expect(store.eventsOf('orders-1')).toHaveLength(1);
    expect(store.metadataOf('orders-1')).toEqual({ maxCount: 1 });
  });

  it('tells those who follow when more is kept', async () => {
    const changed = new Pulse();
    const store = new Store([], MEMORY, () => 0, changed);
    const told = changed.next();
    await store.append({ stream: 'orders-1', expected: ANY, events: [proposedEvent()] });
    await expect(told).resolves.toBeUndefined();
  });

  it('is the same when it is read from its log again, deleted streams too', async () => {
    const log: LogWrite[] = [];
    const storage: LogStorage = { ...MEMORY, keep: async (writes) => void log.push(...writes) };
    const store = new Store([], storage, () => 5, new Pulse());
    await store.append({ stream: 'a', expected: ANY, events: [proposedEvent(), proposedEvent()] });
    await store.append({ stream: 'b', expected: ANY, events: [proposedEvent()] });
    await store.delete({ stream: 'a', expected: ANY, forEver: false });
    await store.append({ stream: 'a', expected: ANY, events: [proposedEvent()] });
    await store.delete({ stream: 'b', expected: ANY, forEver: true });

    const again = new Store(log, MEMORY, () => 5, new Pulse());
    expect(again.events).toEqual(store.events);
    expect(again.keptEvents).toBe(store.events.length);
    expect(again.metadataOf('a')).toEqual({ truncateBefore: 2 });
    expect([again.isTombstoned('a'), again.isTombstoned('b')]).toEqual([false, true]);
    const repeated = store.eventsOf('a')[2];
    expect(repeated).toBeDefined();
    const outcome = await again.append({
      stream: 'a',
      expected: { kind: 'revision', revision: 1 },
      events: repeated === undefined ? [] : [repeated],
    });
    expect(outcome).toEqual({ kind: 'written', lastRevision: 2, position: repeated?.position });
  });
});
