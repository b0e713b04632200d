import type { RecordedEvent } from '../port.js';
import { eventually } from '../testing/eventually.js';
import { FaultyEventStore } from '../testing/faulty-event-store.js';
import { ManualSleep } from '../testing/manual-sleep.js';
import { MemoryCheckpoints } from '../testing/memory-checkpoints.js';
import { newEvents } from '../testing/new-events.js';
import { temporaryEventStore, type TemporaryEventStore } from '../testing/temporary-event-store.js';
import { deliver, type Delivery } from './deliver.js';

describe('One delivery', () => {
  let temporary: TemporaryEventStore;
  let store: FaultyEventStore;
  let checkpoints: MemoryCheckpoints;
  let controller: AbortController;
  let manual: ManualSleep;
  let log: string[];

  const start = (changes: Partial<Delivery> = {}) =>
    deliver({
      store,
      name: 'relay',
      prefixes: ['s-'],
      checkpoints,
      handle: async (events) => void log.push(`handle ${events.map(({ revision }) => revision).join(' ')}`),
      onCaughtUp: () => {
        log.push('caught up');
        controller.abort();
      },
      onProgress: () => void log.push('progress'),
      signal: controller.signal,
      sleep: manual.sleep,
      maxBatch: 500,
      silence: 30_000,
      ...changes,
    });
  const append = (count: number, stream = 's-1') =>
    temporary.store.append(stream, newEvents(count), { expectedRevision: 'no-stream' });

  beforeEach(async () => {
    temporary = await temporaryEventStore();
    store = new FaultyEventStore(temporary.store);
    checkpoints = new MemoryCheckpoints();
    controller = new AbortController();
    manual = new ManualSleep();
    log = [];
  });
  afterEach(() => temporary.close());

  it('handles a batch, then keeps how far it is, then says that it has caught up', async () => {
    await append(3);
    const save = checkpoints.save.bind(checkpoints);
    checkpoints.save = async (name, position) => {
      log.push(`save ${position}`);
      await save(name, position);
    };

    expect(await start()).toEqual({ kind: 'stopped' });
    expect(log).toEqual(['handle 0 1 2', 'save 3', 'progress', 'caught up', 'progress']);
  });

  it('cuts a backlog into batches', async () => {
    await append(7);

    await start({ maxBatch: 3 });

    expect(log.filter((line) => line.startsWith('handle'))).toEqual([
      'handle 0 1 2',
      'handle 3 4 5',
      'handle 6',
    ]);
  });

  it('begins behind the kept checkpoint', async () => {
    await append(3);
    await checkpoints.save('relay', '2');
    await checkpoints.save('another', '3');

    await start();

    expect(log[0]).toBe('handle 2');
  });

  it('keeps how far it is when there was nothing to handle', async () => {
    await append(5, 'other');

    await start();

    expect(log).not.toContainEqual(expect.stringContaining('handle'));
    expect(checkpoints.saved).toEqual([{ name: 'relay', position: '5' }]);
  });

  it('keeps nothing when there is nothing', async () => {
    await start();

    expect(log).toEqual(['caught up', 'progress']);
    expect(checkpoints.saved).toEqual([]);
  });

  it('ends with the subscription, but handles what it had delivered', async () => {
    await append(3);
    store.failSubscriptions({ after: 2, how: 'ends' });

    expect(await start()).toEqual({ kind: 'ended' });
    expect(log).toEqual(['handle 0 1', 'progress']);
  });

  it.each<[string, (delivery: { fail: () => never }) => Partial<Delivery>]>([
    ['the handler', ({ fail }) => ({ handle: async () => fail() })],
    ['who is told that it caught up', ({ fail }) => ({ onCaughtUp: fail })],
    [
      'the loading of the checkpoint',
      ({ fail }) => ({ checkpoints: { load: async () => fail(), save: async () => undefined } }),
    ],
    [
      'the keeping of the checkpoint',
      ({ fail }) => ({ checkpoints: { load: async () => undefined, save: async () => fail() } }),
    ],
  ])('ends with the failure of %s', async (_, changes) => {
    await append(1);
    const error = new Error('broken');
    const fail = (): never => {
      throw error;
    };

    expect(await start(changes({ fail }))).toEqual({ kind: 'failed', error });
    expect(manual.pending).toBe(0);
  });

  it('ends when the store refuses the subscription', async () => {
    await checkpoints.save('relay', '77');

    expect(await start()).toMatchObject({ kind: 'failed', error: expect.any(RangeError) as Error });
  });

  it('ends when nothing comes from a subscription that hangs', async () => {
    store.failSubscriptions({ after: 0, how: 'goes-silent' });
    const delivering = start();
    await new Promise((resolve) => setImmediate(resolve));
    await manual.tick();

    expect(await delivering).toEqual({ kind: 'silent' });
  });

  it('carries the batch in hand through when it is stopped, and takes no other', async () => {
    await append(6);
    const handled: RecordedEvent[] = [];

    const ending = await start({
      maxBatch: 2,
      handle: async (events) => {
        controller.abort();
        await new Promise((resolve) => setImmediate(resolve));
        handled.push(...events);
      },
    });

    expect(ending).toEqual({ kind: 'stopped' });
    expect(handled).toHaveLength(2);
    expect(checkpoints.saved).toEqual([{ name: 'relay', position: '2' }]);
  });

  it('handles nothing that comes along with the word to stop', async () => {
    let caughtUp = false;
    const delivering = start({ onCaughtUp: () => void (caughtUp = true) });
    await eventually(() => caughtUp);
    await append(1);
    controller.abort();

    expect(await delivering).toEqual({ kind: 'stopped' });
    expect(log).not.toContain('handle 0');
    expect(checkpoints.saved).toEqual([]);
  });

  it('ends its subscription and its timer, whatever the ending', async () => {
    await append(1);
    let aborted = false;
    const subscribe = store.subscribe.bind(store);
    store.subscribe = (options) => {
      options.signal.addEventListener('abort', () => (aborted = true));
      return subscribe(options);
    };

    await start({ handle: async () => Promise.reject(new Error('broken')) });

    expect(aborted).toBe(true);
    expect(manual.pending).toBe(0);
  });

  it('does nothing with a signal that has aborted', async () => {
    await append(1);
    controller.abort();

    expect(await start()).toEqual({ kind: 'stopped' });
    expect(log).toEqual([]);
  });
});
