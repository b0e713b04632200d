import { randomUUID } from 'node:crypto';
import { Busy, OutcomeUnknown, Refused } from '../errors.js';
import { collect } from '../testing/collect.js';
import { door, type DoorCommand } from '../testing/door.js';
import { FaultyEventStore, type AppendFault } from '../testing/faulty-event-store.js';
import { temporaryEventStore, type TemporaryEventStore } from '../testing/temporary-event-store.js';
import { commandHandler } from './command-handler.js';

const OPEN: DoorCommand = { kind: 'open', by: 'ada' };
const CLOSE: DoorCommand = { kind: 'close' };
const newCommand = () => ({ commandId: randomUUID(), at: '2026-03-01T10:00:00Z' });

describe('A command handler', () => {
  let temporary: TemporaryEventStore;
  let store: FaultyEventStore;
  /** A handler with a memory of its own, as in another process. */
  const another = (options = {}) => commandHandler({ store, decider: door, ...options });
  let doors: ReturnType<typeof another>;
  const stored = async (stream = 'door-1') =>
    (await collect(temporary.store.read(stream))).map(({ type }) => type);

  beforeEach(async () => {
    temporary = await temporaryEventStore();
    store = new FaultyEventStore(temporary.store);
    doors = another();
  });
  afterEach(() => temporary.close());

  it('appends what is decided and tells what became of it', async () => {
    const context = { ...newCommand(), metadata: { by: 'key-1' } };

    const outcome = await doors.handle('door-1', OPEN, context);

    expect(outcome).toMatchObject({ state: { open: true, openings: 1 }, revision: 0, repeated: false });
    expect(outcome.events).toEqual(await collect(temporary.store.read('door-1')));
    expect(outcome.events).toMatchObject([
      {
        type: 'DoorOpened',
        data: { by: 'ada' },
        stream: 'door-1',
        metadata: { by: 'key-1', commandId: context.commandId, at: context.at },
      },
    ]);
  });

  it('decides on the state behind all earlier commands, its own and those of others', async () => {
    await doors.handle('door-1', OPEN, newCommand());
    await another().handle('door-1', CLOSE, newCommand());

    expect(await doors.handle('door-1', OPEN, newCommand())).toMatchObject({
      state: { open: true, openings: 2 },
      revision: 2,
    });
  });

  it('passes a refusal on and writes nothing', async () => {
    await doors.handle('door-1', OPEN, newCommand());

    await expect(doors.handle('door-1', OPEN, newCommand())).rejects.toBeInstanceOf(Refused);
    expect(await stored()).toEqual(['DoorOpened']);
  });

  it('writes nothing for a command that changes nothing', async () => {
    expect(await doors.handle('door-1', CLOSE, newCommand())).toEqual({
      state: door.initialState,
      revision: 'no-stream',
      events: [],
      repeated: false,
    });
    expect(store.appends).toEqual([]);
  });

  it('loads the state as it stands', async () => {
    expect(await doors.load('door-1')).toEqual({ state: door.initialState, revision: 'no-stream' });
    await another().handle('door-1', OPEN, newCommand());

    expect(await doors.load('door-1')).toEqual({ state: { open: true, openings: 1 }, revision: 0 });
  });

  it('keeps streams apart', async () => {
    await doors.handle('door-1', OPEN, newCommand());

    expect((await doors.load('door-2')).state).toEqual(door.initialState);
    await expect(doors.handle('door-2', OPEN, newCommand())).resolves.toMatchObject({ revision: 0 });
  });

  describe('a command that comes again', () => {
    it.each(['the same', 'another'])(
      'is not applied again by %s process, and gets the events of then',
      async (who) => {
        const context = newCommand();
        const first = await doors.handle('door-1', OPEN, context);
        await doors.handle('door-1', CLOSE, newCommand());
        const handler = who === 'another' ? another() : doors;

        const again = await handler.handle('door-1', OPEN, context);

        expect(again).toEqual({
          state: { open: false, openings: 1 },
          revision: 1,
          events: first.events,
          repeated: true,
        });
        expect(await stored()).toEqual(['DoorOpened', 'DoorClosed']);
      },
    );

    it('is not refused because of what it did itself', async () => {
      const context = newCommand();
      await doors.handle('door-1', OPEN, context);

      await expect(doors.handle('door-1', OPEN, context)).resolves.toMatchObject({ repeated: true });
    });

    it('is applied once when it comes many times at once, here and elsewhere', async () => {
      const context = newCommand();
      const handlers = [doors, doors, another(), another(), another()];

      const outcomes = await Promise.all(handlers.map((handler) => handler.handle('door-1', OPEN, context)));

      expect(await stored()).toEqual(['DoorOpened']);
      expect(new Set(outcomes.map(({ events }) => JSON.stringify(events))).size).toBe(1);
    });

    it('gets all events that it led to then, and no others', async () => {
      const twice = {
        ...door,
        decide: () => [
          { type: 'DoorOpened', data: { by: 'a' } } as const,
          { type: 'DoorClosed', data: {} } as const,
        ],
      };
      const handler = commandHandler({ store, decider: twice });
      const context = newCommand();
      await handler.handle('door-1', CLOSE, newCommand());
      const first = await handler.handle('door-1', CLOSE, context);
      await handler.handle('door-1', CLOSE, newCommand());

      const again = await handler.handle('door-1', CLOSE, context);

      expect(first.events).toMatchObject([{ revision: 2 }, { revision: 3 }]);
      expect(again.events).toEqual(first.events);
    });
  });

  describe('against faults', () => {
    it('decides anew when another writer was quicker', async () => {
      store.failAppends(() => another().handle('door-1', OPEN, newCommand()));

      await expect(doors.handle('door-1', OPEN, newCommand())).rejects.toMatchObject({ code: 'door-open' });
      expect(await stored()).toEqual(['DoorOpened']);
    });

    it('is busy when others are quicker each time', async () => {
      const other = another({ store: temporary.store });
      const overtake: AppendFault = async () => {
        await other.handle('door-1', OPEN, newCommand());
        await other.handle('door-1', CLOSE, newCommand());
      };
      store.failAppends(overtake, overtake, overtake);

      const handled = another({ attempts: 3 }).handle('door-1', OPEN, newCommand());

      await expect(handled).rejects.toBeInstanceOf(Busy);
      await expect(handled).rejects.toMatchObject({ stream: 'door-1', attempts: 3 });
      expect(await stored()).toHaveLength(6);
    });

    it.each<[string, AppendFault[]]>([
      ['was not written', ['not-written', 'not-written']],
      ['was written and the reply lost', ['reply-lost']],
      ['was written and the reply lost again', ['reply-lost', 'reply-lost']],
    ])('applies a command once when its append %s', async (_, faults) => {
      store.failAppends(...faults);

      const outcome = await doors.handle('door-1', OPEN, newCommand());

      expect(outcome).toMatchObject({ state: { open: true, openings: 1 }, revision: 0, repeated: false });
      expect(await stored()).toEqual(['DoorOpened']);
    });

    it('recognises its own append behind which others have come before the reply was lost', async () => {
      const other = another({ store: temporary.store });
      store.failAppends('reply-lost', () => other.handle('door-1', CLOSE, newCommand()));

      const outcome = await doors.handle('door-1', OPEN, newCommand());

      expect(outcome.state).toEqual({ open: false, openings: 1 });
      expect(outcome.events).toMatchObject([{ type: 'DoorOpened', revision: 0 }]);
      expect(await stored()).toEqual(['DoorOpened', 'DoorClosed']);
    });

    it('says that the outcome is unknown, and applies the command once when it comes again', async () => {
      store.failAppends('not-written', 'not-written', 'reply-lost');
      const context = newCommand();

      await expect(doors.handle('door-1', OPEN, context)).rejects.toBeInstanceOf(OutcomeUnknown);

      expect(await doors.handle('door-1', OPEN, context)).toMatchObject({ repeated: true, revision: 0 });
      expect(await stored()).toEqual(['DoorOpened']);
    });

    it('goes on with the next command behind one that failed', async () => {
      store.failAppends(() => Promise.reject(new Error('broken')));
      const failing = doors.handle('door-1', OPEN, newCommand());
      const next = doors.handle('door-1', OPEN, newCommand());

      await expect(failing).rejects.toThrow('broken');
      await expect(next).resolves.toMatchObject({ revision: 0 });
    });
  });

  it('lets 50 commands of one stream through one after the other', async () => {
    const commands = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? OPEN : CLOSE));

    const outcomes = await Promise.all(
      commands.map((command) => doors.handle('door-1', command, newCommand())),
    );

    expect(outcomes.map(({ revision }) => revision)).toEqual(commands.map((_, index) => index));
    expect(store.appends).toHaveLength(50);
  });

  it('reads only what is new, however long the stream is', async () => {
    for (let round = 0; round < 10; round += 1) {
      await doors.handle('door-1', round % 2 === 0 ? OPEN : CLOSE, newCommand());
    }
    store.reads.length = 0;
    await doors.handle('door-1', OPEN, newCommand());

    expect(store.reads.map(({ from }) => from)).toEqual([10, 10]);
  });

  it('forgets the streams that were used longest ago, and reads them anew', async () => {
    const forgetful = another({ streamsKept: 1 });
    const context = newCommand();
    await forgetful.handle('door-1', OPEN, context);
    await forgetful.handle('door-2', OPEN, newCommand());
    store.reads.length = 0;

    expect(await forgetful.handle('door-1', OPEN, context)).toMatchObject({ repeated: true });
    expect(store.reads[0]).toEqual({ stream: 'door-1', from: 0 });
  });
});
