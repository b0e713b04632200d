import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { Batch } from '../port.js';
import { numbered, recordsOf } from '../testing/contract/engine.js';
import { partitionOfTwelve } from '../testing/contract/keys-by-partition.js';
import { Received } from '../testing/received.js';
import { recordingLog } from '../testing/recording-log.js';
import { openTemporaryBus, type TemporaryBus } from '../testing/temporary-bus.js';
import type { EmbeddedBusOptions } from './open-embedded-bus.js';

const anHour = 3_600_000;

describe('A partition on its way to its consumer', () => {
  let temporary: TemporaryBus | undefined;

  afterEach(async () => {
    await temporary?.remove();
    temporary = undefined;
  });

  const open = async (options: Omit<EmbeddedBusOptions, 'file'> = {}) => {
    temporary = await openTemporaryBus(options);
    await temporary.bus.provision([{ name: 'builds', partitions: 12 }]);
    return temporary.bus;
  };
  const subscription = (handle: (batch: Batch) => Promise<void>, group = 'deploys') => ({
    group,
    topics: ['builds'],
    handle,
  });

  it('is handled beside others, but only so many at a time', async () => {
    const bus = await open({ partitionsAtOnce: 2 });
    await bus.publish('builds', recordsOf(numbered('value', 200)));
    const received = new Received();
    let atOnce = 0;
    let most = 0;
    await bus.subscribe(
      subscription(async (batch) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await setTimeout(1);
        atOnce -= 1;
        await received.accept(batch);
      }),
    );
    await received.untilAllOf(numbered('value', 200));
    expect(most).toBe(2);
  });

  it('gives its place to another partition while it rests', async () => {
    const bus = await open({ partitionsAtOnce: 1, rest: { firstMs: anHour, mostMs: anHour } });
    await bus.publish('builds', [...recordsOf(['stuck'], 'acme'), ...recordsOf(['passes'], 'globex')]);
    const received = new Received();
    await bus.subscribe(
      subscription(async (batch) => {
        if (batch.partition === partitionOfTwelve['acme']) throw new Error('not today');
        await received.accept(batch);
      }),
    );
    await received.untilAllOf(['passes']);
  });

  it('rests no longer than the first time after a batch that was handled', async () => {
    const bus = await open({ rest: { firstMs: 1, mostMs: anHour } });
    const values = numbered('value', 22);
    await bus.publish('builds', recordsOf(values, 'acme'));
    const received = new Received();
    let rejectedBefore = false;
    await bus.subscribe({
      ...subscription(async (batch) => {
        rejectedBefore = !rejectedBefore;
        if (rejectedBefore) throw new Error('only every second time');
        await received.accept(batch);
      }),
      maxBatch: 1,
    });
    await received.untilAllOf(values);
    expect(received.values).toEqual(values);
  });

  it('goes at once to the next owner while it rests for the one before', async () => {
    const bus = await open({ rest: { firstMs: anHour, mostMs: anHour } });
    await bus.publish('builds', recordsOf(['value']));
    const rejected = Promise.withResolvers<void>();
    const first = await bus.subscribe(
      subscription(async () => {
        rejected.resolve();
        throw new Error('not me');
      }),
    );
    await rejected.promise;
    await first.stop();
    const received = new Received();
    await bus.subscribe(subscription(received.accept));
    await received.untilAllOf(['value']);
  });

  it('does not rest because its owner gave the batch up when it was taken away', async () => {
    const bus = await open({ rest: { firstMs: anHour, mostMs: anHour } });
    await bus.publish('builds', recordsOf(['value']));
    const begun = Promise.withResolvers<void>();
    const first = await bus.subscribe(
      subscription(async ({ signal }) => {
        begun.resolve();
        await once(signal, 'abort');
        throw signal.reason;
      }),
    );
    await begun.promise;
    const received = new Received();
    const [second] = await Promise.all([bus.subscribe(subscription(received.accept)), first.stop()]);
    await received.untilAllOf(['value']);
    await second.stop();
  });

  it('waits, for a new owner, until the one before has finished', async () => {
    const bus = await open();
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const first = await bus.subscribe(
      subscription(async () => {
        begun.resolve();
        await release.promise;
      }),
    );
    await bus.publish('builds', recordsOf(['in hand'], 'acme'));
    await begun.promise;
    const received = new Received();
    const stopped = first.stop();
    await bus.subscribe(subscription(received.accept));
    await bus.publish('builds', recordsOf(['next'], 'acme'));
    await bus.publish('builds', recordsOf(['elsewhere'], 'globex'));
    await received.untilAllOf(['elsewhere']);
    expect(received.values).toEqual(['elsewhere']);

    release.resolve();
    await stopped;
    await received.untilAllOf(['next']);
    expect(received.values).not.toContain('in hand');
  });

  it('goes to nobody who lost it while waiting for a place', async () => {
    const bus = await open({ partitionsAtOnce: 1 });
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const first = new Received();
    await bus.publish('builds', [...recordsOf(['in hand'], 'acme'), ...recordsOf(['waiting'], 'globex')]);
    await bus.subscribe(
      subscription(async (batch) => {
        begun.resolve();
        await release.promise;
        await first.accept(batch);
      }),
    );
    await begun.promise;
    const second = new Received();
    await bus.subscribe(subscription(second.accept));
    release.resolve();
    await second.untilAllOf(['waiting']);
    await first.untilAllOf(['in hand']);
    expect(first.values).toEqual(['in hand']);
  });

  it('tells the log, with its place, that a batch was rejected', async () => {
    const log = recordingLog();
    const bus = await open({ log });
    let rejections = 0;
    const received = new Received();
    await bus.subscribe(
      subscription(async (batch) => {
        if ((rejections += 1) === 1) throw new Error('once');
        await received.accept(batch);
      }),
    );
    await bus.publish('builds', recordsOf(['value'], 'acme'));
    await received.untilAllOf(['value']);
    expect(log.lines).toEqual([
      {
        level: 'debug',
        message: 'A batch was rejected',
        data: { group: 'deploys', topic: 'builds', partition: 0, offset: '0', err: new Error('once') },
      },
    ]);
  });
});
