import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { collect } from '../testing/collect.js';
import { newEvent, newEvents } from '../testing/new-events.js';
import { subscriber } from '../testing/subscriber.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { openEmbeddedEventStore } from './open-embedded-event-store.js';

describe('The embedded event store', () => {
  const inFolder = temporaryFolder();

  it('makes its file and the folders above it', async () => {
    const file = inFolder('new', 'deeper', 'events.db');
    const store = await openEmbeddedEventStore({ file });

    expect(existsSync(file)).toBe(true);
    await store.close();
  });

  it('is the only one to write to its file until it is closed', async () => {
    const file = inFolder('one.db');
    const store = await openEmbeddedEventStore({ file });

    await expect(openEmbeddedEventStore({ file })).rejects.toMatchObject({ code: 'event-store-in-use' });

    await store.close();
    const next = await openEmbeddedEventStore({ file });
    await next.close();
  });

  it('gives its lock back when the file is unusable', async () => {
    const file = inFolder('foreign.db');
    const foreign = new DatabaseSync(file);
    foreign.exec('CREATE TABLE somebody (elses TEXT)');

    await expect(openEmbeddedEventStore({ file })).rejects.toMatchObject({ code: 'event-store-foreign' });

    foreign.exec('DROP TABLE somebody');
    foreign.close();
    const store = await openEmbeddedEventStore({ file });
    await store.close();
  });

  it('records events at the time it is given', async () => {
    const now = () => new Date('2026-03-01T10:00:00.5Z');
    const store = await openEmbeddedEventStore({ file: inFolder('clock.db'), now });
    await store.append('s', [newEvent()], { expectedRevision: 'no-stream' });

    expect(await collect(store.read('s'))).toMatchObject([{ recordedAt: '2026-03-01T10:00:00.500Z' }]);
    await store.close();
  });

  it('can be read by a backup while it is open', async () => {
    const file = inFolder('backup.db');
    const store = await openEmbeddedEventStore({ file });
    await store.append('s', newEvents(2), { expectedRevision: 'no-stream' });

    const reader = new DatabaseSync(file, { readOnly: true });
    expect(reader.prepare('SELECT count(*) AS events FROM events').get()).toMatchObject({ events: 2 });
    reader.close();
    await store.close();
  });

  it.each(['abc', '-1', '1.5', '', '99', '1e1'])(
    'refuses the position %j, which it never gave',
    async (after) => {
      const store = await openEmbeddedEventStore({ file: inFolder('positions.db') });

      const subscribe = () => store.subscribe({ prefixes: ['s'], after, signal: AbortSignal.abort() });
      expect(subscribe).toThrow(RangeError);
      await store.close();
    },
  );

  it('writes what waits when it is closed', async () => {
    const file = inFolder('closing.db');
    const store = await openEmbeddedEventStore({ file });
    const appended = store.append('s', [newEvent()], { expectedRevision: 'no-stream' });
    await store.close();

    await expect(appended).resolves.toEqual({ revision: 0 });
    const next = await openEmbeddedEventStore({ file });
    expect(await collect(next.read('s'))).toHaveLength(1);
    await next.close();
  });

  it('ends its subscriptions when it is closed, wherever they are', async () => {
    const store = await openEmbeddedEventStore({ file: inFolder('subscriptions.db') });
    await store.append('s', newEvents(3), { expectedRevision: 'no-stream' });
    const waiting = subscriber(store, { prefixes: ['s'] });
    await waiting.untilCaughtUp();
    const paused = async (messages: number) => {
      const subscription = store.subscribe({ prefixes: ['s'], signal: new AbortController().signal });
      const iterator = subscription[Symbol.asyncIterator]();
      for (let count = 0; count < messages; count += 1) {
        await iterator.next();
      }
      return iterator;
    };
    const inThePage = await paused(1);
    const caughtUp = await paused(4);
    const untouched = await paused(0);
    await store.close();

    await waiting.stop();
    expect(await inThePage.next()).toMatchObject({ done: true });
    expect(await caughtUp.next()).toMatchObject({ done: true });
    expect(await untouched.next()).toMatchObject({ done: true });
  });

  it('does nothing once it is closed', async () => {
    const store = await openEmbeddedEventStore({ file: inFolder('closed.db') });
    await store.close();

    await expect(store.append('s', [newEvent()], { expectedRevision: 'no-stream' })).rejects.toThrow(
      'closed',
    );
    await expect(store.ping()).rejects.toThrow('closed');
    expect(() => store.read('s')).toThrow('closed');
    expect(() => store.subscribe({ prefixes: [], signal: AbortSignal.abort() })).toThrow('closed');
  });
});
