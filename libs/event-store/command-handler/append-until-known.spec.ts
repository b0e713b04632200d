import { OutcomeUnknown, RevisionConflict } from '../errors.js';
import { collect } from '../testing/collect.js';
import { FaultyEventStore, type AppendFault } from '../testing/faulty-event-store.js';
import { newEvent, newEvents } from '../testing/new-events.js';
import { temporaryEventStore, type TemporaryEventStore } from '../testing/temporary-event-store.js';
import { appendUntilKnown } from './append-until-known.js';

describe('Appending until the outcome is known', () => {
  let temporary: TemporaryEventStore;
  let store: FaultyEventStore;

  beforeEach(async () => {
    temporary = await temporaryEventStore();
    store = new FaultyEventStore(temporary.store);
  });
  afterEach(() => temporary.close());

  it.each<[string, AppendFault[]]>([
    ['nothing goes wrong', []],
    ['it was not written', ['not-written']],
    ['the reply was lost', ['reply-lost']],
    ['both, one after the other', ['not-written', 'reply-lost']],
  ])('writes once when %s', async (_, faults) => {
    const events = newEvents(2);
    store.failAppends(...faults);

    await appendUntilKnown(store, 's', events, 'no-stream');

    expect((await collect(store.read('s'))).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(store.appends).toHaveLength(faults.length + 1);
    expect(new Set(store.appends.map((append) => JSON.stringify(append))).size).toBe(1);
  });

  it('gives up after three attempts', async () => {
    store.failAppends('not-written', 'not-written', 'not-written', 'not-written');

    await expect(appendUntilKnown(store, 's', newEvents(1), 'no-stream')).rejects.toBeInstanceOf(
      OutcomeUnknown,
    );
    expect(store.appends).toHaveLength(3);
  });

  it('tells a conflict, also when it shows only in the repeat', async () => {
    await temporary.store.append('s', [newEvent()], { expectedRevision: 'no-stream' });
    store.failAppends('not-written');

    await expect(appendUntilKnown(store, 's', newEvents(1), 'no-stream')).rejects.toBeInstanceOf(
      RevisionConflict,
    );
    expect(store.appends).toHaveLength(2);
  });

  it('does not repeat what failed for another reason', async () => {
    store.failAppends(() => Promise.reject(new TypeError('broken')));

    await expect(appendUntilKnown(store, 's', newEvents(1), 'no-stream')).rejects.toBeInstanceOf(TypeError);
    expect(store.appends).toHaveLength(1);
  });
});
