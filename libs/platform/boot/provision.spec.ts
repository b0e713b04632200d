import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics, deadLetterTopic } from '#libs/contracts';
import { readEngineSettings } from '../config/read-config.js';
import { openEngines, type Engines } from '../engines/engines.js';
import { Secret } from '../secret.js';
import { RecordingLog } from '../testing/recording-log.js';
import { rejectionOf } from '../testing/thrown-by.js';
import { tinyServices } from '../testing/tiny-services.js';
import { Closers } from './closers.js';
import { checkCollections, provisionCollections, provisionEmbedded, provisionTopics } from './provision.js';

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
  const config = readEngineSettings({ DATA_DIR: join(folder, 'data'), ...settings });
  return openEngines(config, { closers, log: new RecordingLog(), signal: new AbortController().signal });
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
    await provisionTopics(tinyServices, first.bus);
    await first.bus.publish(topics.deploys.name, [{ key: 'k', value: 'v' }]);
    await closers.closeAll(undefined);
    const second = await open({ TOPIC_PREFIX: 'b.' });
    expect(await rejectionOf(second.bus.lag('builds', topics.deploys.name))).toMatchObject({
      code: 'unknown-topic',
    });
  });
});

const embedded = { eventStoreUrl: undefined, kafkaBrokers: undefined, mongodbUri: undefined };
const distributed = {
  eventStoreUrl: new Secret('esdb://events:2113'),
  kafkaBrokers: ['kafka:9092'],
  mongodbUri: new Secret('mongodb://documents/snapshots'),
};

describe('provisioning', () => {
  it('makes every topic, a place for what each service cannot handle, and the collections of all', async () => {
    const { bus, documents } = await open();
    const published = Object.values(topics);
    expect(await provisionTopics(tinyServices, bus)).toBe(published.length * (1 + tinyServices.length));
    expect(await provisionCollections(tinyServices, documents)).toBe(4);
    for (const { name } of published) {
      expect(await bus.lag('builds', name)).toBe(0);
      for (const service of tinyServices)
        expect(await bus.lag('x', deadLetterTopic(name, service.name))).toBe(0);
    }
    expect([...(await documents.list())].sort()).toEqual(['checkpoints', 'leases', 'seen', 'vault']);
  });

  it('leaves what is there as it is', async () => {
    const engines = await open();
    await provisionEmbedded(tinyServices, engines, embedded);
    await engines.bus.publish(topics.deploys.name, [{ key: 'k', value: 'v' }]);
    await provisionEmbedded(tinyServices, engines, embedded);
    expect(await engines.bus.lag('builds', topics.deploys.name)).toBe(1);
  });

  it('makes a collection once that several services share', async () => {
    const { documents } = await open();
    const shared = { name: 'shared', indexes: [] };
    const services = tinyServices.map((service) => ({ ...service, collections: [shared] }));
    expect(await provisionCollections(services, documents)).toBe(4);
    expect(await documents.list()).toContain('shared');
  });

  it('makes also those whose names follow from what lies in others, and a start asks for no more', async () => {
    const { documents } = await open();
    const pointers = { name: 'pointers', indexes: [] };
    const [first] = tinyServices;
    if (!first) throw new Error('There is no service.');
    const generation = async () => (await documents.collection(pointers).get('x'))?.id ?? 'first';
    const service = {
      ...first,
      collections: [pointers],
      collectionsInUse: async () => [{ name: `generation-${await generation()}`, indexes: [] }],
    };
    await provisionCollections([service], documents);
    expect(await documents.list()).toContain('generation-first');

    await documents.collection(pointers).put([{ id: 'x' }]);
    await documents.drop('generation-first');
    expect(await rejectionOf(checkCollections([service], documents))).toMatchObject({
      code: 'unknown-collection',
    });
    await provisionCollections([service], documents);
    expect(await documents.list()).not.toContain('generation-first');
    expect(await checkCollections([service], documents)).toBeUndefined();
  });

  it('is a start’s business only for engines that no other process shares', async () => {
    const engines = await open();
    await provisionEmbedded(tinyServices, engines, distributed);
    expect(await engines.documents.list()).toEqual([]);
    expect(await rejectionOf(engines.bus.lag('x', topics.deploys.name))).toMatchObject({
      code: 'unknown-topic',
    });
    await provisionEmbedded(tinyServices, engines, { ...distributed, mongodbUri: undefined });
    expect(await engines.documents.list()).toHaveLength(4);
  });
});

describe('a start', () => {
  it('sees that a collection is missing before any work begins', async () => {
    const { documents } = await open();
    expect(await rejectionOf(checkCollections(tinyServices, documents))).toMatchObject({
      code: 'unknown-collection',
    });
    await provisionCollections(tinyServices, documents);
    expect(await checkCollections(tinyServices, documents)).toBeUndefined();
  });
});
