import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { status } from '@grpc/grpc-js';
import { NO_STREAM, jsonEvent, type Credentials, type EventStoreDBClient } from '@eventstore/db-client';
import { selfSigned } from '../../testing/self-signed.js';
import { startEventStoreStandIn, type RunningEventStore } from '../../testing/start.js';
import { allOf, connect, rejectionOf } from '../../testing/wire.js';

const ADMIN: Credentials = { username: 'admin', password: 'top:secret' };
const SERVICE: Credentials = { username: 'svc', password: 'svc-pass' };
const WRONG: Credentials = { username: 'svc', password: 'guess' };

const happened = () => jsonEvent({ type: 'Happened', data: {} });

describe('a server that asks who calls', () => {
  let folder = '';
  let standIn: RunningEventStore;
  let client: EventStoreDBClient;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'credentials-'));
    const tls = await selfSigned(folder);
    standIn = await startEventStoreStandIn({
      tls,
      users: [
        { name: 'admin', password: 'top:secret', groups: ['$admins'] },
        { name: 'svc', password: 'svc-pass', groups: ['services'] },
      ],
    });
    const url = standIn.url.replace('127.0.0.1', 'localhost');
    client = connect(url, `&tlsCAFile=${encodeURIComponent(tls.certificateFile)}`);
  });
  afterAll(async () => {
    await client.dispose();
    await standIn.close();
    await rm(folder, { recursive: true });
  });

  const append = (stream: string, credentials?: Credentials) =>
    client.appendToStream(stream, happened(), credentials === undefined ? {} : { credentials });
  const DENIED = { type: 'access-denied', code: status.PERMISSION_DENIED };
  const UNKNOWN_CALLER = { type: 'access-denied', code: status.UNAUTHENTICATED };

  it('speaks TLS alone', async () => {
    expect(standIn.url).toMatch(/\?tls=true$/);
    const plain = connect(standIn.url.replace('tls=true', 'tls=false'));
    await expect(plain.appendToStream('a', happened())).rejects.toMatchObject({ code: status.UNAVAILABLE });
    await plain.dispose();
  });

  it('lets a user append, read and delete streams of users', async () => {
    await append('orders-1', SERVICE);
    expect(await allOf(client.readStream('orders-1', { credentials: SERVICE }))).toHaveLength(1);
    await client.deleteStream('orders-1', { credentials: SERVICE });
  });

  it('knows nobody by a wrong password', async () => {
    expect(await rejectionOf(append('orders-1', WRONG))).toMatchObject(UNKNOWN_CALLER);
    expect(await rejectionOf(allOf(client.readStream('orders-1', { credentials: WRONG })))).toMatchObject(
      UNKNOWN_CALLER,
    );
    expect(await rejectionOf(client.deleteStream('orders-1', { credentials: WRONG }))).toMatchObject(
      UNKNOWN_CALLER,
    );
  });

  it('lets nobody without a name do anything but ask for its features', async () => {
    expect(await rejectionOf(append('orders-1'))).toMatchObject({ type: 'access-denied' });
    expect((await standIn.control.state()).calls.features).toBe(1);
    expect(await rejectionOf(allOf(client.readStream('orders-1')))).toMatchObject(DENIED);
    expect(await rejectionOf(allOf(client.subscribeToStream('orders-1')))).toMatchObject(DENIED);
  });

  it('lets administrators alone read everything and what the server keeps', async () => {
    expect(await rejectionOf(allOf(client.readAll({ credentials: SERVICE })))).toMatchObject(DENIED);
    expect(await rejectionOf(append('$settings', SERVICE))).toMatchObject(DENIED);
    const types = (await allOf(client.readAll({ credentials: ADMIN }))).map(({ event }) => event?.type);
    expect(types).toEqual(expect.arrayContaining(['$metadata', '$UserCreated']));
  });

  it('keeps no password in its log', async () => {
    const all = await allOf(client.readAll({ credentials: ADMIN }));
    const told = all.map(({ event }) => JSON.stringify(event?.data)).join();
    expect(told).toContain('svc');
    expect(told).not.toContain('svc-pass');
    expect(told).not.toContain('top:secret');
  });

  it('honours the rights of a stream', async () => {
    await append('locked-1', ADMIN);
    await client.setStreamMetadata(
      'locked-1',
      { acl: { readRoles: ['services'], writeRoles: ['$admins'] } },
      {
        credentials: ADMIN,
      },
    );
    expect(await allOf(client.readStream('locked-1', { credentials: SERVICE }))).toHaveLength(1);
    expect(await rejectionOf(append('locked-1', SERVICE))).toMatchObject(DENIED);
    await append('locked-1', ADMIN);
  });

  it('honours the default rights for deletes and metadata, once they are set', async () => {
    const settings = jsonEvent({
      type: '$settings',
      data: { $userStreamAcl: { $r: '$all', $w: '$all', $d: '$admins', $mr: '$all', $mw: '$admins' } },
    });
    await append('kept-1', SERVICE);
    await client.appendToStream('$settings', settings, { credentials: ADMIN, expectedRevision: NO_STREAM });

    const credentials = SERVICE;
    await append('kept-1', SERVICE);
    for (const forbidden of [
      client.deleteStream('kept-1', { credentials }),
      client.tombstoneStream('kept-1', { credentials }),
      client.setStreamMetadata('kept-1', { maxCount: 1 }, { credentials }),
    ])
      expect(await rejectionOf(forbidden)).toMatchObject(DENIED);
    expect(await allOf(client.readStream('kept-1', { credentials }))).toHaveLength(2);
    await client.deleteStream('kept-1', { credentials: ADMIN });
  });
});
