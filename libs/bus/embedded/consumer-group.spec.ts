import type { Batch } from '../port.js';
import { recordsOf } from '../testing/contract/engine.js';
import { partitionOfTwelve } from '../testing/contract/keys-by-partition.js';
import { Received } from '../testing/received.js';
import { openTemporaryBus, type TemporaryBus } from '../testing/temporary-bus.js';

const keys = Object.keys(partitionOfTwelve);

describe('A consumer group in one process', () => {
  let temporary: TemporaryBus;

  beforeEach(async () => {
    temporary = await openTemporaryBus();
    await temporary.bus.provision([
      { name: 'builds', partitions: 12 },
      { name: 'deploys', partitions: 12 },
    ]);
  });

  afterEach(() => temporary.remove());

  const join = async (topics: readonly string[]) => {
    const received = new Received();
    const consumer = await temporary.bus.subscribe({ group: 'group', topics, handle: received.accept });
    return { received, consumer };
  };
  const partitionsOf = ({ batches }: Received) => new Set(batches.map(({ partition }) => partition));

  it('gives each of two members half of the partitions', async () => {
    const [one, other] = [await join(['builds']), await join(['builds'])];
    await temporary.bus.publish('builds', recordsOf(keys));
    await Promise.all([
      one.received.until(({ records }) => records.length > 0),
      other.received.until(({ records }) => records.length > 0),
    ]);
    await temporary.bus.close();
    expect([...partitionsOf(one.received)].every((partition) => partition % 2 === 0)).toBe(true);
    expect([...partitionsOf(other.received)].every((partition) => partition % 2 === 1)).toBe(true);
    expect(new Set([...one.received.values, ...other.received.values])).toEqual(new Set(keys));
  });

  it('gives a topic only to members that want it', async () => {
    const builds = await join(['builds']);
    const deploys = await join(['deploys']);
    await temporary.bus.publish('builds', recordsOf(keys));
    await temporary.bus.publish('deploys', recordsOf(keys));
    await builds.received.untilAllOf(keys);
    await deploys.received.untilAllOf(keys);
    expect(builds.received.records.every(({ topic }) => topic === 'builds')).toBe(true);
    expect(deploys.received.records.every(({ topic }) => topic === 'deploys')).toBe(true);
  });

  it('takes a topic that is named twice once', async () => {
    const { received } = await join(['builds', 'builds']);
    await temporary.bus.publish('builds', recordsOf(['a', 'b'], 'acme'));
    await received.untilAllOf(['a', 'b']);
    await temporary.bus.close();
    expect(received.values).toEqual(['a', 'b']);
  });

  it('tells the member that has a batch in hand when a newcomer takes its partition', async () => {
    const taken = Promise.withResolvers<Batch>();
    const release = Promise.withResolvers<void>();
    await temporary.bus.subscribe({
      group: 'group',
      topics: ['builds'],
      handle: async (batch) => {
        taken.resolve(batch);
        await release.promise;
      },
    });
    await temporary.bus.publish('builds', recordsOf(['odd'], 'globex'));
    const { partition, signal } = await taken.promise;
    expect(partition % 2).toBe(1);
    await join(['builds']);
    expect(signal.aborted).toBe(true);
    release.resolve();
  });

  it('keeps the records for whoever comes when nobody is there', async () => {
    const { consumer } = await join(['builds']);
    await consumer.stop();
    await temporary.bus.publish('builds', recordsOf(keys));
    expect(await temporary.bus.lag('group', 'builds')).toBe(keys.length);
    const { received } = await join(['builds']);
    await received.untilAllOf(keys);
  });
});
