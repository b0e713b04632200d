import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics, deadLetterTopic } from '#libs/contracts';
import { readConfig } from '../config/read-config.js';
import { openEngines, type Engines } from '../engines/engines.js';
import { RecordingLog } from '../testing/recording-log.js';
import { rejectionOf } from '../testing/thrown-by.js';
import { tinyServices } from '../testing/tiny-services.js';
import { Closers } from './closers.js';
import { provision } from './provision.js';

let folder: string;
let closers: Closers;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provision-'));
  closers = new Closers();
});
afterEach(async () => {
  await closers.closeAll(undefined);
  await rm(folder, { recursive: true });
});

function open(settings: Record<string, string> = {}): Promise<Engines> {
  const config = readConfig({ DATA_DIR: join(folder, 'data'), ...settings });
  return openEngines(config, closers, new RecordingLog());
}

describe('the embedded engines', () => {
  it('lie in a folder that only its owner can enter', async () => {
    await open();
    expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700);
  });

  it('are closed by the closers, the last one opened first', async () => {
    const { eventStore, bus, documents } = await open();
    const log = new RecordingLog();
    expect(await closers.closeAll(log)).toBe(true);
    expect(log.lines.map(({ data }) => data['part'])).toEqual(['documents', 'bus', 'event store']);
    for (const engine of [eventStore, bus, documents]) expect(await rejectionOf(engine.ping())).toBeDefined();
  });

  it('have nothing of another process when its topics have another prefix', async () => {
    const first = await open({ TOPIC_PREFIX: 'a.' });
    await provision(tinyServices, first.bus, first.documents);
    await first.bus.publish(topics.deploys.name, [{ key: 'k', value: 'v' }]);
    await closers.closeAll(undefined);
    const second = await open({ TOPIC_PREFIX: 'b.' });
    expect(await rejectionOf(second.bus.lag('builds', topics.deploys.name))).toMatchObject({
      code: 'unknown-topic',
    });
  });
});

describe('provisioning', () => {
  it('makes every topic, a place for what each service cannot handle, and the collections of all', async () => {
    const { bus, documents } = await open();
    await provision(tinyServices, bus, documents);
    for (const { name } of Object.values(topics)) {
      expect(await bus.lag('builds', name)).toBe(0);
      for (const service of tinyServices)
        expect(await bus.lag('x', deadLetterTopic(name, service.name))).toBe(0);
    }
    expect([...(await documents.list())].sort()).toEqual(['checkpoints', 'leases', 'seen', 'vault']);
  });

  it('leaves what is there as it is', async () => {
    const { bus, documents } = await open();
    await provision(tinyServices, bus, documents);
    await bus.publish(topics.deploys.name, [{ key: 'k', value: 'v' }]);
    await provision(tinyServices, bus, documents);
    expect(await bus.lag('builds', topics.deploys.name)).toBe(1);
  });
});
