import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { openEmbeddedBus, type Bus } from '#libs/bus';
import { openEmbeddedDocuments, type Documents } from '#libs/documents';
import { openEmbeddedEventStore, type EventStore } from '#libs/event-store';
import { checkpointCollection, documentCheckpoints } from '../checkpoints/checkpoints.js';
import { rejectionOf } from '../testing/index.js';
import { withStages, type StagedPorts } from './stages.js';

const topic = 'sleuth.deploys.v1';
const deploys = { name: 'deploys', indexes: [] };
const event = { id: '018e1b5a-0000-7000-8000-000000000001', type: 'DeployRegistered', data: {} };

describe('The stages of a process', () => {
  let folder: string;
  let eventStore: EventStore;
  let bus: Bus;
  let documents: Documents;
  let ports: StagedPorts;
  let kill: jest.Mock<() => void>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stages-'));
    eventStore = await openEmbeddedEventStore({ file: join(folder, 'events.db') });
    bus = await openEmbeddedBus({ file: join(folder, 'bus.db') });
    documents = await openEmbeddedDocuments({ file: join(folder, 'documents.db') });
    ports = { eventStore, bus, documents, checkpoints: documentCheckpoints(documents) };
    kill = jest.fn();
  });

  afterEach(async () => {
    await eventStore.close();
    await bus.close();
    await documents.close();
    await rm(folder, { recursive: true, force: true });
  });

  const record = () => withStages(ports, `record:${join(folder, 'stages.txt')}`, kill);

  /** Every write that the ports know, and a batch of events handled. */
  async function work(staged: StagedPorts): Promise<void> {
    await staged.documents.provision([deploys, checkpointCollection]);
    await staged.eventStore.append('deploys-acme.web.production', [event], { expectedRevision: 'no-stream' });
    await staged.bus.provision([{ name: topic, partitions: 1 }]);
    await staged.bus.publish(topic, [{ key: 'acme', value: '{}' }]);
    await new Promise<void>((resolve, reject) => {
      const handle = () => Promise.resolve(setImmediate(resolve)).then(() => undefined);
      staged.bus.subscribe({ group: 'deploys', topics: [topic], handle }).catch(reject);
    });
    const collection = staged.documents.collection<{ id: string; revision: number }>(deploys);
    await collection.put([{ id: 'a', revision: 1 }]);
    await collection.insertMissing([{ id: 'b', revision: 1 }]);
    await collection.putNewer([{ id: 'a', revision: 2 }]);
    await collection.replace({ id: 'a', revision: 3 }, 2);
    await collection.remove(['b']);
    await staged.checkpoints.save('deploys relay', '1');
  }

  const names = [
    'append deploys before',
    'append deploys after',
    'publish sleuth.deploys.v1 before',
    'publish sleuth.deploys.v1 after',
    'handled sleuth.deploys.v1',
    'write deploys before',
    'write deploys after',
    'checkpoint deploys relay before',
    'checkpoint deploys relay after',
  ];

  it('are listed in the order in which they were first reached', async () => {
    const staged = record();
    await work(staged);
    expect(staged.listStages()).toEqual(names);
    expect(kill).not.toHaveBeenCalled();
  });

  it('are written to a file that outlives the process, each once', async () => {
    await work(record());
    expect(await readFile(join(folder, 'stages.txt'), 'utf8')).toBe(`${names.join('\n')}\n`);
  });

  it.each(names)('end the process at: %s', async (stage) => {
    await work(withStages(ports, stage, kill));
    expect(kill).toHaveBeenCalledTimes(1);
  });

  it('end the process the n-th time', async () => {
    const staged = withStages(ports, 'write deploys after:2', kill);
    await documents.provision([deploys]);
    const collection = staged.documents.collection(deploys);
    await collection.put([{ id: 'a' }]);
    expect(kill).not.toHaveBeenCalled();
    await collection.put([{ id: 'b' }]);
    expect(kill).toHaveBeenCalledTimes(1);
    await collection.put([{ id: 'c' }]);
    expect(kill).toHaveBeenCalledTimes(1);
  });

  it.each(['write deploys before:5', 'write deploys after:5'])(
    'are reached by every kind of write: %s',
    async (killAt) => {
      await work(withStages(ports, killAt, kill));
      expect(kill).toHaveBeenCalledTimes(1);
    },
  );

  it('before a write: nothing was written yet; after it: all of it was', async () => {
    await documents.provision([deploys]);
    const seen: Promise<number>[] = [];
    kill.mockImplementation(() => void seen.push(documents.collection(deploys).count({})));

    await withStages(ports, 'write deploys before', kill)
      .documents.collection(deploys)
      .put([{ id: 'a' }]);
    await withStages(ports, 'write deploys after', kill)
      .documents.collection(deploys)
      .put([{ id: 'b' }]);
    expect(await Promise.all(seen)).toEqual([0, 2]);
  });

  it('after a write are not reached when it fails', async () => {
    const staged = record();
    await rejectionOf(staged.bus.publish('unknown', [{ key: 'acme', value: '{}' }]));
    expect(staged.listStages()).toEqual(['publish unknown before']);
  });

  it('leave what is read as it is', async () => {
    const staged = record();
    await work(staged);
    const read: unknown[] = [];
    for await (const { id } of staged.eventStore.read('deploys-acme.web.production')) read.push(id);
    for await (const batch of staged.bus.read(topic)) read.push(batch.length);
    const collection = staged.documents.collection(deploys);

    expect(read).toEqual([event.id, 1]);
    expect(await collection.get('a')).toEqual({ id: 'a', revision: 3 });
    expect(await collection.getMany(['a'])).toHaveLength(1);
    expect(await collection.find({ where: {} })).toHaveLength(1);
    expect(await collection.count({})).toBe(1);
    expect(await staged.checkpoints.load('deploys relay')).toBe('1');
    expect(await staged.documents.list()).toContain('deploys');
    await Promise.all([staged.eventStore.ping(), staged.bus.ping(), staged.documents.ping()]);
  });

  it('are not there when nobody asks for them', () => {
    const staged = withStages(ports, undefined);
    expect(staged).toMatchObject(ports);
    expect(staged.listStages()).toEqual([]);
  });

  it('end the process with a signal that it cannot answer', async () => {
    const signal = jest.spyOn(process, 'kill').mockReturnValue(true);
    await documents.provision([deploys]);
    await withStages(ports, 'write deploys before')
      .documents.collection(deploys)
      .put([{ id: 'a' }]);
    expect(signal).toHaveBeenCalledWith(process.pid, 'SIGKILL');
    signal.mockRestore();
  });

  it('must be ones', () => {
    expect(() => withStages(ports, 'write deploys afterwards')).toThrow('is no stage');
  });
});
