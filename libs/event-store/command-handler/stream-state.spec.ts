import { door, type DoorEvent } from '../testing/door.js';
import { FaultyEventStore } from '../testing/faulty-event-store.js';
import { newEvent } from '../testing/new-events.js';
import { temporaryEventStore, type TemporaryEventStore } from '../testing/temporary-event-store.js';
import { catchUp, unread } from './stream-state.js';

describe('Catching up with a stream', () => {
  let temporary: TemporaryEventStore;
  let store: FaultyEventStore;
  const append = (expectedRevision: number | 'no-stream', commandId: string, ...types: DoorEvent['type'][]) =>
    store.append(
      'door-1',
      types.map((type) => ({ ...newEvent(), type, data: { by: 'ada' }, metadata: { commandId } })),
      { expectedRevision },
    );

  beforeEach(async () => {
    temporary = await temporaryEventStore();
    store = new FaultyEventStore(temporary.store);
  });
  afterEach(() => temporary.close());

  it('begins with the initial state', async () => {
    const { current, news } = await catchUp(store, door, 'door-1', unread(door));

    expect(current).toEqual({ state: door.initialState, revision: 'no-stream', commands: new Map() });
    expect(news).toEqual([]);
  });

  it('folds all events and notes where each command begins', async () => {
    await append('no-stream', 'first', 'DoorOpened', 'DoorClosed');
    await append(1, 'second', 'DoorOpened');

    const { current, news } = await catchUp(store, door, 'door-1', unread(door));

    expect(current.state).toEqual({ open: true, openings: 2 });
    expect(current.revision).toBe(2);
    expect([...current.commands]).toEqual([
      ['first', 0],
      ['second', 2],
    ]);
    expect(news).toMatchObject([{ revision: 0 }, { revision: 1 }, { revision: 2 }]);
  });

  it('reads only what is new', async () => {
    await append('no-stream', 'first', 'DoorOpened');
    const { current: known } = await catchUp(store, door, 'door-1', unread(door));
    await append(0, 'second', 'DoorClosed');

    const { current, news } = await catchUp(store, door, 'door-1', known);

    expect(store.reads.at(-1)).toEqual({ stream: 'door-1', from: 1 });
    expect(news).toMatchObject([{ type: 'DoorClosed' }]);
    expect(current.state).toEqual({ open: false, openings: 1 });
    expect(current.commands.get('first')).toBe(0);
  });

  it('takes events without a command as they are', async () => {
    await store.append('door-1', [{ id: newEvent().id, type: 'DoorOpened', data: { by: 'ada' } }], {
      expectedRevision: 'no-stream',
    });

    const { current } = await catchUp(store, door, 'door-1', unread(door));
    expect(current).toMatchObject({ state: { open: true }, commands: new Map() });
  });
});
