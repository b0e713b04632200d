import { copyFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { BusClosed, BusInUse } from '../errors.js';
import type { Bus } from '../port.js';
import { numbered, recordsOf } from '../testing/contract/engine.js';
import { readAll } from '../testing/read-all.js';
import { Received } from '../testing/received.js';
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.js';
import { openDatabase } from './database.js';
import { EmbeddedBus } from './embedded-bus.js';
import { openEmbeddedBus } from './open-embedded-bus.js';

describe('The embedded bus', () => {
  let folder: TemporaryFolder;
  const open: Bus[] = [];

  beforeEach(async () => {
    folder = await makeTemporaryFolder();
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((bus) => bus.close()));
    await folder.remove();
  });

  const openBus = async (name = 'bus.db') => {
    const bus = await openEmbeddedBus({ file: folder.file(name), now: () => 1_764_000_000_000 });
    open.push(bus);
    await bus.provision([{ name: 'builds', partitions: 12 }]);
    return bus;
  };

  it('has what it acknowledged in its files at that moment, whatever becomes of the process', async () => {
    const bus = await openBus();
    const received = new Received();
    await bus.publish('builds', recordsOf(numbered('handled', 30)));
    const consumer = await bus.subscribe({ group: 'deploys', topics: ['builds'], handle: received.accept });
    await received.untilAllOf(numbered('handled', 30));
    await consumer.stop();
    await bus.publish('builds', recordsOf(numbered('waiting', 20)));
    for (const end of ['', '-wal'])
      await copyFile(folder.file(`bus.db${end}`), folder.file(`after.db${end}`));

    const after = await openBus('after.db');
    expect(await readAll(after, 'builds')).toHaveLength(50);
    const again = new Received();
    await after.subscribe({ group: 'deploys', topics: ['builds'], handle: again.accept });
    await again.untilAllOf(numbered('waiting', 20));
    expect(again.records).toHaveLength(20);
  });

  it('is for one process: a file in use is refused, and free after close', async () => {
    const bus = await openBus();
    await expect(openEmbeddedBus({ file: folder.file('bus.db') })).rejects.toBeInstanceOf(BusInUse);
    await bus.close();
    await openBus();
  });

  it('leaves one file when it is closed', async () => {
    const bus = await openBus();
    await bus.publish('builds', recordsOf(['value']));
    await bus.close();
    expect(existsSync(folder.file('bus.db'))).toBe(true);
    expect(existsSync(folder.file('bus.db-wal'))).toBe(false);
  });

  it('stamps records with the time of the clock that it was given', async () => {
    const bus = await openBus();
    await bus.publish('builds', recordsOf(['value']));
    expect((await readAll(bus, 'builds'))[0]?.timestamp).toBe(1_764_000_000_000);
  });

  it('runs no timer while there is nothing to do', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const bus = await openBus();
    const received = new Received();
    await bus.subscribe({ group: 'deploys', topics: ['builds'], handle: received.accept });
    await bus.publish('builds', recordsOf(['value']));
    await received.untilAllOf(['value']);
    await setTimeout(1);
    expect(timers()).toBe(before);
  });

  it('takes what is still being published when it is closed, and nothing after', async () => {
    const bus = await openBus();
    const published = bus.publish('builds', recordsOf(['in time']));
    const closed = bus.close();
    await Promise.all([published, closed, bus.close()]);
    for (const late of [
      bus.publish('builds', recordsOf(['late'])),
      bus.provision([{ name: 'late', partitions: 1 }]),
      bus.subscribe({ group: 'late', topics: ['builds'], handle: async () => undefined }),
      bus.lag('late', 'builds'),
      bus.ping(),
    ])
      await expect(late).rejects.toBeInstanceOf(BusClosed);
    expect((await readAll(await openBus(), 'builds')).map(({ value }) => value?.toString())).toEqual([
      'in time',
    ]);
  });

  it('ends a consumer whose progress cannot be kept, and delivers the batch again to the next one', async () => {
    const database = openDatabase(folder.file('bus.db'));
    const settings = { now: Date.now, rest: { firstMs: 1, mostMs: 1 }, partitionsAtOnce: 12, log: undefined };
    const bus = new EmbeddedBus(database, settings);
    open.push(bus);
    await bus.provision([{ name: 'builds', partitions: 12 }]);
    await bus.publish('builds', recordsOf(['value']));
    const exec = database.exec.bind(database);
    database.exec = (sql) => {
      if (sql === 'COMMIT') throw new Error('database or disk is full');
      exec(sql);
    };
    const first = new Received();
    const consumer = await bus.subscribe({ group: 'deploys', topics: ['builds'], handle: first.accept });
    await expect(consumer.done).rejects.toThrow('database or disk is full');
    await consumer.stop();

    database.exec = exec;
    expect(await bus.lag('deploys', 'builds')).toBe(1);
    const second = new Received();
    await bus.subscribe({ group: 'deploys', topics: ['builds'], handle: second.accept });
    await second.untilAllOf(['value']);
    expect(first.values).toEqual(['value']);
  });
});
