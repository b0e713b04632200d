import { collect } from '../testing/collect.js';
import { follow } from '../follow/follow.js';
import type { RecordedEvent } from '../port.js';
import { MemoryCheckpoints } from '../testing/memory-checkpoints.js';
import { newEvents, uniqueName } from '../testing/new-events.js';
import { subscriber } from '../testing/subscriber.js';
import { openStandIn, type OpenedStandIn } from './testing/open-stand-in.js';

const BEGIN = { expectedRevision: 'no-stream' } as const;
const rest = (_ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    if (_ms < 10_000) {
      setTimeout(resolve, 5);
    }
    signal?.addEventListener('abort', () => reject(new Error('aborted')));
  });

describe('A subscription over the wire', () => {
  let opened: OpenedStandIn;
  let stream: string;
  const subscriptions = async () => (await opened.server.control.state()).subscriptions.length;

  beforeEach(async () => {
    opened = await openStandIn();
    stream = uniqueName('s');
    await opened.store.append(stream, newEvents(3), BEGIN);
  });
  afterEach(() => opened.close());

  it('ends when the server ends it without a word', async () => {
    const received = subscriber(opened.store, { prefixes: [stream] });
    await received.untilCaughtUp();

    await opened.server.control.endSubscriptions();

    await expect(received.until(() => false)).rejects.toThrow('The subscription ended.');
    expect(received.events()).toHaveLength(3);
  });

  it('throws when the connection is cut', async () => {
    const received = subscriber(opened.store, { prefixes: [stream] });
    await received.untilCaughtUp();

    await opened.server.control.cutConnections();

    await expect(received.until(() => false)).rejects.toMatchObject({ code: 'event-store-unreachable' });
  });

  it('is ended at the server too when it is aborted', async () => {
    const received = subscriber(opened.store, { prefixes: [stream] });
    await received.untilCaughtUp();
    expect(await subscriptions()).toBe(1);

    await received.stop();

    while ((await subscriptions()) > 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });

  it('holds the server up while its receiver is busy, and loses nothing by it', async () => {
    const many = uniqueName('many');
    for (let first = 0; first < 2_000; first += 500) {
      await opened.store.append(many, newEvents(500), {
        expectedRevision: first === 0 ? 'no-stream' : first - 1,
      });
    }
    const controller = new AbortController();
    const revisions: number[] = [];
    for await (const message of opened.store.subscribe({ prefixes: [many], signal: controller.signal })) {
      if (message.kind === 'event') {
        revisions.push(message.event.revision);
        if (revisions.length === 1) {
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
      if (message.kind === 'caught-up') {
        controller.abort();
      }
    }
    expect(revisions).toEqual(Array.from({ length: 2_000 }, (_, revision) => revision));
  });

  it('is taken up again by whoever follows, so that each event is handled once', async () => {
    const controller = new AbortController();
    const handled: RecordedEvent[] = [];
    const following = follow({
      store: opened.store,
      name: 'f',
      prefixes: [stream],
      checkpoints: new MemoryCheckpoints(),
      handle: async (events) => void handled.push(...events),
      signal: controller.signal,
      sleep: rest,
    });
    const untilHandled = async (count: number): Promise<void> => {
      while (handled.length < count) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };

    await untilHandled(3);
    await opened.server.control.endSubscriptions();
    await opened.store.append(stream, newEvents(2), { expectedRevision: 2 });
    await untilHandled(5);
    await opened.server.control.cutConnections();
    await collect(opened.store.read(stream));
    await opened.store.append(stream, newEvents(2), { expectedRevision: 4 });
    await untilHandled(7);

    controller.abort();
    await following;
    expect(handled.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
