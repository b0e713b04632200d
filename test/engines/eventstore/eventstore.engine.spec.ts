import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventStoreDb, type EventStore } from '#libs/event-store';
import { controlEventStoreStandIn } from '../../standins/eventstoredb/testing/index.js';
import { portAnswers } from '../process/port-answers.js';
import { startEventStore, type RunningEventStore } from './start-event-store.js';

const log = { debug: () => undefined, warn: () => undefined, error: () => undefined };

describe('an event store of its own', () => {
  let folder: string;
  let server: RunningEventStore;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eventstore-'));
    server = await startEventStore({ folder });
  });

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  async function opened<Result>(use: (store: EventStore) => Promise<Result>): Promise<Result> {
    const store = await openEventStoreDb({ url: server.url, log });
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }

  const write = (type: string, expectedRevision: number | 'no-stream'): Promise<unknown> =>
    opened((store) => store.append('things-1', [{ id: randomUUID(), type, data: {} }], { expectedRevision }));

  const types = (): Promise<string[]> =>
    opened(async (store) => {
      const found: string[] = [];
      for await (const { type } of store.read('things-1')) found.push(type);
      return found;
    });

  it('has what was written before it was killed, and takes more', async () => {
    await write('BeforeTheKill', 'no-stream');
    const { pid, url } = server;
    await server.kill('SIGKILL');
    expect(await portAnswers(Number(new URL(url).port))).toBe(false);
    await server.restart();
    expect([server.url, server.pid === pid]).toEqual([url, false]);
    await write('AfterTheKill', 0);
    expect(await types()).toEqual(['BeforeTheKill', 'AfterTheKill']);
  });

  it('starts again with the data of one that was stopped', async () => {
    await server.stop();
    server = await startEventStore({ folder });
    expect((await types())[0]).toBe('BeforeTheKill');
  });

  it('lets faults be asked for', async () => {
    const control = controlEventStoreStandIn(server.controlUrl);
    expect(await control.faults()).toEqual([]);
  });
});
