import { OutcomeUnknown } from '../errors.js';
import { collect } from './collect.js';
import { eventStoreContract } from './contract/event-store-contract.js';
import { FaultyEventStore } from './faulty-event-store.js';
import { newEvent, newEvents } from './new-events.js';
import { subscriber } from './subscriber.js';
import { temporaryEventStore, type TemporaryEventStore } from './temporary-event-store.js';

eventStoreContract('A faulty store without faults', async () => {
  const temporary = await temporaryEventStore();
  return { store: new FaultyEventStore(temporary.store), close: () => temporary.close() };
});

describe('A faulty store', () => {
  let temporary: TemporaryEventStore;
  let store: FaultyEventStore;
  const start = { expectedRevision: 'no-stream' } as const;

  beforeEach(async () => {
    temporary = await temporaryEventStore();
    store = new FaultyEventStore(temporary.store);
  });
  afterEach(() => temporary.close());

  it('leaves an append unwritten without saying so', async () => {
    store.failAppends('not-written');

    await expect(store.append('s', [newEvent()], start)).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await collect(store.read('s'))).toEqual([]);
  });

  it('loses the reply of an append that was written', async () => {
    store.failAppends('reply-lost');

    await expect(store.append('s', [newEvent()], start)).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await collect(store.read('s'))).toHaveLength(1);
  });

  it('lets another writer get in before', async () => {
    store.failAppends(() => temporary.store.append('s', [newEvent()], start));

    await expect(store.append('s', [newEvent()], start)).rejects.toMatchObject({ code: 'revision-conflict' });
  });

  it('has each fault once, and notes what came', async () => {
    const event = newEvent();
    store.failAppends('not-written');
    await expect(store.append('s', [event], start)).rejects.toThrow();
    await expect(store.append('s', [event], start)).resolves.toEqual({ revision: 0 });

    expect(store.appends).toEqual([
      { stream: 's', ids: [event.id], expectedRevision: 'no-stream' },
      { stream: 's', ids: [event.id], expectedRevision: 'no-stream' },
    ]);
  });

  it('ends and drops subscriptions where it is told to', async () => {
    await store.append('s', newEvents(5), start);
    store.failSubscriptions(
      { after: 2, how: 'ends' },
      { after: 1, how: 'throws' },
      { after: 0, how: 'ends' },
    );

    const ending = subscriber(store, { prefixes: ['s'] });
    await expect(ending.until(() => false)).rejects.toThrow('The subscription ended.');
    expect(ending.events()).toHaveLength(2);

    const dropped = subscriber(store, { prefixes: ['s'] });
    await expect(dropped.until(() => false)).rejects.toThrow('dropped');
    expect(dropped.events()).toHaveLength(1);

    const empty = subscriber(store, { prefixes: ['s'], after: '1' });
    await expect(empty.until(() => false)).rejects.toThrow('The subscription ended.');
    expect(empty.messages).toEqual([]);
    expect(store.subscriptions).toEqual([undefined, undefined, '1']);
  });

  it('falls silent, even to the signal', async () => {
    await store.append('s', newEvents(2), start);
    store.failSubscriptions({ after: 1, how: 'goes-silent' });
    const controller = new AbortController();
    const messages = store.subscribe({ prefixes: ['s'], signal: controller.signal });
    await messages.next();
    let answered = false;
    void messages.next().then(() => (answered = true));
    controller.abort();
    await new Promise((resolve) => setImmediate(resolve));

    expect(answered).toBe(false);
  });
});
