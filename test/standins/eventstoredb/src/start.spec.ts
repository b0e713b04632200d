import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NO_STREAM, jsonEvent } from '@eventstore/db-client';
import { readConfig } from './settings/read-config.js';
import { startStandIn } from './start.js';
import { startEventStoreStandIn } from '../testing/start.js';
import { allOf, connect, rejectionOf, startWire } from '../testing/wire.js';

async function freePort(): Promise<number> {
  const standIn = await startEventStoreStandIn();
  await standIn.close();
  return Number(new URL(standIn.url).port);
}

describe('a stand-in', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stand-in-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('with a folder has everything when it is started again, and repeats are known', async () => {
    const event = jsonEvent({ type: 'Happened', data: { a: 1 } });
    const first = await startWire({ dataDir: folder });
    const written = await first.client.appendToStream('orders-1', event, { expectedRevision: NO_STREAM });
    const before = await allOf(first.client.readAll());
    await first.close();

    const second = await startWire({ dataDir: folder });
    expect(await allOf(second.client.readAll())).toEqual(before);
    expect(await second.client.appendToStream('orders-1', event, { expectedRevision: NO_STREAM })).toEqual(
      written,
    );
    const next = await second.client.appendToStream('orders-1', jsonEvent({ type: 'Next', data: {} }));
    expect(next.position?.commit).toBeGreaterThan(written.position?.commit ?? 0n);
    await second.close();
  });

  it('answers no more when it is closed', async () => {
    const standIn = await startEventStoreStandIn();
    await standIn.close();
    const client = connect(standIn.url);
    await expect(client.appendToStream('a', [])).rejects.toMatchObject({ code: 14 });
    await client.dispose();
    await expect(standIn.control.state()).rejects.toThrow();
  });

  it('does not start on a port that is taken', async () => {
    const standIn = await startEventStoreStandIn();
    const port = Number(new URL(standIn.url).port);
    expect(await rejectionOf(startEventStoreStandIn({ port }))).toMatchObject({ code: 'EADDRINUSE' });
    await standIn.close();
  });

  it('leaves nothing open when it cannot start', async () => {
    const standIn = await startEventStoreStandIn();
    const CONTROL_PORT = new URL(standIn.control.url).port;
    const config = readConfig({ CONTROL_PORT, DATA_DIR: folder });
    const port = await freePort();
    expect(await rejectionOf(startStandIn({ ...config, port }))).toMatchObject({ code: 'EADDRINUSE' });
    const again = await startEventStoreStandIn({ port });
    expect(again.url).toContain(`:${String(port)}?`);
    await Promise.all([standIn.close(), again.close()]);
  });

  it('closes although somebody follows', async () => {
    const { standIn, client } = await startWire();
    const following = allOf(client.subscribeToAll());
    await client.appendToStream('orders-1', jsonEvent({ type: 'Happened', data: {} }));
    await standIn.close();
    await expect(following).resolves.toBeDefined();
  });
});
