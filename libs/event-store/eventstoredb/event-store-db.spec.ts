import { OutcomeUnknown } from '../errors.js';
import { collect } from '../testing/collect.js';
import { newEvents, uniqueName } from '../testing/new-events.js';
import { subscriber } from '../testing/subscriber.js';
import { openStandIn, type OpenedStandIn } from './testing/open-stand-in.js';

const BEGIN = { expectedRevision: 'no-stream' } as const;

describe('An EventStoreDB that is open', () => {
  let opened: OpenedStandIn;

  beforeEach(async () => {
    opened = await openStandIn();
  });
  afterEach(() => opened.close());

  it('tells positions that sort as the events came', async () => {
    const stream = uniqueName('s');
    await opened.store.append(stream, newEvents(5), BEGIN);
    await opened.store.append(stream, newEvents(5), { expectedRevision: 4 });

    const positions = (await collect(opened.store.read(stream))).map(({ position }) => position);
    expect([...positions].sort()).toEqual(positions);
    expect(positions[0]).toMatch(/^\d{20}\/\d{20}$/);
  });

  it('appends side by side over one connection', async () => {
    const appends = Array.from({ length: 500 }, () =>
      opened.store.append(uniqueName('s'), newEvents(1), BEGIN),
    );

    expect(new Set((await Promise.all(appends)).map(({ revision }) => revision))).toEqual(new Set([0]));
    expect((await opened.server.control.state()).connections).toBe(1);
  });

  it('comes back by itself when the connection was cut', async () => {
    const stream = uniqueName('s');
    await opened.store.append(stream, newEvents(1), BEGIN);
    await opened.server.control.cutConnections();

    expect(await collect(opened.store.read(stream))).toHaveLength(1);
    await expect(opened.store.ping()).resolves.toBeUndefined();
  });

  it('leaves nothing behind when it is closed: no subscription, no connection', async () => {
    const stream = uniqueName('s');
    await opened.store.append(stream, newEvents(300), BEGIN);
    const received = subscriber(opened.store, { prefixes: [stream] });
    await received.untilCaughtUp();
    const reading = opened.store.read(stream)[Symbol.asyncIterator]();
    await reading.next();

    await opened.store.close();

    await expect(received.until(() => false)).rejects.toThrow('The subscription ended.');
    expect((await reading.next()).done).toBe(true);
    for (;;) {
      const { connections, subscriptions } = await opened.server.control.state();
      if (connections === 0 && subscriptions.length === 0) {
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });

  it('tells appends that are under way when it is closed that their outcome is unknown', async () => {
    await opened.server.control.addFault({ kind: 'silent', written: false });
    const append = opened.store.append(uniqueName('s'), newEvents(1), BEGIN);
    append.catch(() => undefined);
    while (((await opened.server.control.state()).calls['append'] ?? 0) < 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }

    await opened.store.close();

    await expect(append).rejects.toBeInstanceOf(OutcomeUnknown);
  });

  it('does nothing any more once it is closed', async () => {
    await opened.store.close();

    const { store } = opened;
    await expect(store.append('s', newEvents(1), BEGIN)).rejects.toThrow('The event store is closed.');
    await expect(store.ping()).rejects.toThrow('closed');
    await expect(store.provision()).rejects.toThrow('closed');
    expect(() => store.read('s')).toThrow('closed');
    expect(() => store.subscribe({ prefixes: ['s'], signal: new AbortController().signal })).toThrow(
      'closed',
    );
    await expect(store.close()).resolves.toBeUndefined();
  });
});
