import { EventStoreDBClient, jsonEvent, type ResolvedEvent } from '@eventstore/db-client';
import { readFileSync } from 'node:fs';
import {
  selfSigned,
  startEventStoreStandIn,
  type RunningEventStore,
} from '../../../../test/standins/eventstoredb/testing/index.js';
import type { EventStore } from '../../port.js';
import { newEvents, uniqueName } from '../../testing/new-events.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { openEventStoreDb } from '../open-event-store-db.js';
import { openStandIn } from '../testing/open-stand-in.js';
import { RecordingLog } from '../testing/recording-log.js';

describe('Provisioning a server with users', () => {
  const folder = temporaryFolder();
  let server: RunningEventStore;
  let certificate: string;
  let port: number;
  let store: EventStore;
  const as = (user: string): string => `esdb://${user}@localhost:${port}?tlsCAFile=${certificate}`;
  const open = (user: string) => openEventStoreDb({ url: as(user), log: new RecordingLog() });
  const client = async <Result>(
    user: string,
    work: (client: EventStoreDBClient) => Promise<Result>,
  ): Promise<Result> => {
    const [username = '', password = ''] = user.split(':');
    const opened = new EventStoreDBClient(
      { endpoint: `localhost:${port}` },
      { rootCertificate: readFileSync(certificate) },
      { username, password },
    );
    try {
      return await work(opened);
    } finally {
      await opened.dispose();
      await opened['getChannel']().then((channel) => channel.close());
    }
  };
  const settings = () =>
    client('root:toor', async (admin) =>
      (await admin.readStream('$settings').toArray()).map((read) => (read as ResolvedEvent).event?.data),
    );

  beforeEach(async () => {
    const { certificateFile, keyFile } = await selfSigned(folder());
    certificate = certificateFile;
    server = await startEventStoreStandIn({
      users: [
        { name: 'root', password: 'toor', groups: ['$admins'] },
        { name: 'svc', password: 'svc', groups: ['services'] },
      ],
      tls: { certificateFile, keyFile },
    });
    port = Number(new URL(server.url.replace('esdb:', 'http:')).port);
    store = await open('root:toor');
  });
  afterEach(async () => {
    await store.close();
    await server.close();
  });

  it('lets others append, but neither delete nor truncate', async () => {
    const stream = uniqueName('s');
    await store.append(stream, newEvents(2), { expectedRevision: 'no-stream' });

    await store.provision();

    await client('svc:svc', async (service) => {
      await expect(service.deleteStream(stream)).rejects.toMatchObject({ type: 'access-denied' });
      await expect(service.setStreamMetadata(stream, { truncateBefore: 1 })).rejects.toMatchObject({
        type: 'access-denied',
      });
      const event = jsonEvent({ type: 'Happened', data: {} });
      await expect(service.appendToStream(stream, event, { expectedRevision: 1n })).resolves.toMatchObject({
        nextExpectedRevision: 2n,
      });
    });
  });

  it('writes the settings once, however often and by how many at once it is done', async () => {
    const other = await open('root:toor');
    await Promise.all([store.provision(), other.provision(), store.provision()]);
    await other.provision();
    await other.close();

    expect(await settings()).toEqual([
      { $userStreamAcl: { $r: '$all', $w: '$all', $d: '$admins', $mr: '$all', $mw: '$admins' } },
    ]);
  });

  it('keeps what administrators have set', async () => {
    const kept = { $systemStreamAcl: { $r: ['$admins', 'services'] } };
    await client('root:toor', (admin) =>
      admin.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data: kept })),
    );

    await store.provision();

    expect((await settings()).at(-1)).toMatchObject({ ...kept, $userStreamAcl: { $d: '$admins' } });
  });

  it('asks for an administrator', async () => {
    await client('root:toor', (admin) =>
      admin.appendToStream(
        '$settings',
        jsonEvent({
          type: 'update-default-acl',
          data: { $systemStreamAcl: { $r: ['$all'], $w: '$admins' } },
        }),
      ),
    );
    const service = await open('svc:svc');

    await expect(service.provision()).rejects.toMatchObject({
      code: 'event-store-access-denied',
      message: expect.stringContaining('let one of $admins provision') as string,
    });
    await service.close();
  });
});

describe('Provisioning a server without users', () => {
  it('does nothing and says so', async () => {
    const { close, log, server, store } = await openStandIn();
    const before = (await server.control.state()).events;
    await store.provision();

    expect(log.lines).toMatchObject([
      { level: 'warn', message: expect.stringContaining('EVENTSTORE_URL has no credentials') as string },
    ]);
    expect((await server.control.state()).events).toBe(before);
    await close();
  });
});
