import type { Bus } from './port.js';
import { readAll } from './testing/read-all.js';
import { Received } from './testing/received.js';
import { openTemporaryBus, type TemporaryBus } from './testing/temporary-bus.js';
import { withTopicPrefix } from './with-topic-prefix.js';

describe('A bus with a topic prefix', () => {
  let temporary: TemporaryBus;
  let staging: Bus;

  beforeEach(async () => {
    temporary = await openTemporaryBus();
    staging = withTopicPrefix(temporary.bus, 'staging.');
  });

  afterEach(() => temporary.remove());

  it('is the bus itself when the prefix is empty', () => {
    expect(withTopicPrefix(temporary.bus, '')).toBe(temporary.bus);
  });

  it('names topics with the prefix at the engine, and without it to its callers', async () => {
    await staging.provision([{ name: 'builds', partitions: 1 }]);
    await staging.publish('builds', [{ key: 'k', value: 'v' }]);
    expect((await readAll(temporary.bus, 'staging.builds'))[0]?.topic).toBe('staging.builds');
    expect((await readAll(staging, 'builds'))[0]?.topic).toBe('builds');

    const received = new Received();
    await staging.subscribe({ group: 'deploys', topics: ['builds'], handle: received.accept });
    await received.untilAllOf(['v']);
    expect(received.batches).toEqual([{ topic: 'builds', partition: 0, size: 1 }]);
    expect(received.records[0]?.topic).toBe('builds');
  });

  it('keeps two installations on one engine apart, also where their groups have one name', async () => {
    const live = withTopicPrefix(temporary.bus, 'live.');
    for (const bus of [live, staging]) await bus.provision([{ name: 'builds', partitions: 1 }]);
    await live.publish('builds', [{ key: 'k', value: 'v' }]);
    const received = new Received();
    const consumer = await live.subscribe({ group: 'deploys', topics: ['builds'], handle: received.accept });
    await received.untilAllOf(['v']);
    await consumer.stop();

    expect(await live.lag('deploys', 'builds')).toBe(0);
    expect(await readAll(staging, 'builds')).toEqual([]);
    expect(await temporary.bus.lag('deploys', 'live.builds')).toBe(1);
  });
});
