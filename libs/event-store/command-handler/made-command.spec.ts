import { randomUUID } from 'node:crypto';
import { Busy, OutcomeUnknown, Refused } from '../errors.js';
import { collect } from '../testing/collect.js';
import { door, type Door, type DoorCommand } from '../testing/door.js';
import { FaultyEventStore } from '../testing/faulty-event-store.js';
import { temporaryEventStore, type TemporaryEventStore } from '../testing/temporary-event-store.js';
import { commandHandler } from './command-handler.js';

const OPEN: DoorCommand = { kind: 'open', by: 'ada' };
const CLOSE: DoorCommand = { kind: 'close' };
const newCommand = () => ({ commandId: randomUUID() });

describe('A command made of what is read behind the state of its stream', () => {
  let temporary: TemporaryEventStore;
  let store: FaultyEventStore;
  const another = (options = {}) => commandHandler({ store, decider: door, ...options });
  let doors: ReturnType<typeof another>;
  const stored = async () => (await collect(temporary.store.read('door-1'))).map(({ data }) => data);

  beforeEach(async () => {
    temporary = await temporaryEventStore();
    store = new FaultyEventStore(temporary.store);
    doors = another();
  });
  afterEach(() => temporary.close());

  it('is made for the state that has been read, and handled', async () => {
    await another().handle('door-1', OPEN, newCommand());
    const seen: Door[] = [];

    const outcome = await doors.handleMade(
      'door-1',
      async (state) => {
        seen.push(state);
        return CLOSE;
      },
      newCommand(),
    );

    expect(seen).toEqual([{ open: true, openings: 1 }]);
    expect(outcome).toMatchObject({ state: { open: false, openings: 1 }, revision: 1, repeated: false });
    expect(outcome.events).toMatchObject([{ type: 'DoorClosed', revision: 1 }]);
  });

  it('is made anew of newer facts for the newer state when another writer was quicker', async () => {
    const other = another({ store: temporary.store });
    let visitor = 'ada';
    const seen: [number, string][] = [];
    store.failAppends(async () => {
      await other.handle('door-1', OPEN, newCommand());
      await other.handle('door-1', CLOSE, newCommand());
      visitor = 'grace';
    });

    await doors.handleMade(
      'door-1',
      async ({ openings }) => {
        seen.push([openings, visitor]);
        return { kind: 'open', by: visitor };
      },
      newCommand(),
    );

    expect(seen).toEqual([
      [0, 'ada'],
      [1, 'grace'],
    ]);
    expect(await stored()).toEqual([{ by: 'ada' }, {}, { by: 'grace' }]);
  });

  it('is not made anew while nobody knows whether its events were written', async () => {
    store.failAppends('not-written', 'reply-lost');
    let made = 0;

    const outcome = await doors.handleMade(
      'door-1',
      () => ({ kind: 'open', by: `${(made += 1)}` }),
      newCommand(),
    );

    expect(made).toBe(1);
    expect(outcome).toMatchObject({ revision: 0, repeated: false });
    expect(await stored()).toEqual([{ by: '1' }]);
  });

  it('can turn out to be none, at first or behind another writer', async () => {
    const openIfClosed = ({ open }: Door) => (open ? undefined : OPEN);
    store.failAppends(() => another().handle('door-1', OPEN, newCommand()));

    const outcome = await doors.handleMade('door-1', openIfClosed, newCommand());
    expect(outcome).toEqual({
      state: { open: true, openings: 1 },
      revision: 0,
      events: [],
      repeated: false,
    });

    store.appends.length = 0;
    await doors.handleMade('door-1', openIfClosed, newCommand());
    expect(store.appends).toEqual([]);
  });

  it('is not made when it has come before', async () => {
    const context = newCommand();
    const first = await doors.handleMade('door-1', () => OPEN, context);

    const again = await another().handleMade(
      'door-1',
      () => {
        throw new Error('made again');
      },
      context,
    );

    expect(again).toEqual({ ...first, repeated: true });
  });

  it('waits its turn: no other command of the stream gets between reading and appending', async () => {
    const turns: string[] = [];
    const slow = doors.handleMade(
      'door-1',
      async () => {
        turns.push('slow begins');
        await new Promise((resolve) => setImmediate(resolve));
        turns.push('slow ends');
        return OPEN;
      },
      newCommand(),
    );
    const next = doors.handleMade(
      'door-1',
      ({ open }) => (turns.push(`next, open: ${open}`), CLOSE),
      newCommand(),
    );
    await Promise.all([slow, next]);

    expect(turns).toEqual(['slow begins', 'slow ends', 'next, open: true']);
    expect(store.appends).toHaveLength(2);
  });

  it('passes on what went wrong and lets the next one go on', async () => {
    const failing = doors.handleMade('door-1', () => Promise.reject(new Error('no facts')), newCommand());
    await expect(failing).rejects.toThrow('no facts');

    await doors.handleMade('door-1', () => OPEN, newCommand());
    await expect(doors.handleMade('door-1', () => OPEN, newCommand())).rejects.toBeInstanceOf(Refused);

    store.failAppends('not-written', 'not-written', 'not-written');
    await expect(doors.handleMade('door-1', () => CLOSE, newCommand())).rejects.toBeInstanceOf(
      OutcomeUnknown,
    );
  });

  it('is busy when others are quicker each time', async () => {
    const other = another({ store: temporary.store });
    const overtake = async () => {
      await other.handle('door-1', OPEN, newCommand());
      await other.handle('door-1', CLOSE, newCommand());
    };
    store.failAppends(overtake, overtake);
    let made = 0;

    await expect(
      another({ attempts: 2 }).handleMade('door-1', () => ((made += 1), OPEN), newCommand()),
    ).rejects.toBeInstanceOf(Busy);
    expect(made).toBe(2);
  });
});
