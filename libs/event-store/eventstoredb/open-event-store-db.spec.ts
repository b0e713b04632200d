import { jest } from '@jest/globals';
import {
  selfSigned,
  startEventStoreStandIn,
  type RunningEventStore,
} from '../../../test/standins/eventstoredb/testing/index.js';
import { EventStoreUnreachable, EventStoreUnusable } from '../errors.js';
import { newEvents, uniqueName } from '../testing/new-events.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { openEventStoreDb } from './open-event-store-db.js';
import { RecordingLog } from './testing/recording-log.js';

const portOf = ({ url }: RunningEventStore): number => Number(new URL(url.replace('esdb:', 'http:')).port);

describe('Opening an EventStoreDB', () => {
  const log = new RecordingLog();
  const failureOf = (url: string): Promise<Error> =>
    openEventStoreDb({ url, log }).then(
      () => new Error(`${url} was opened.`),
      (error: Error) => error,
    );

  it('says where nobody is, and what to do', async () => {
    const failure = await failureOf('esdb://127.0.0.1:1?tls=false');

    expect(failure).toBeInstanceOf(EventStoreUnreachable);
    expect(failure.message).toMatch(
      /^The event store at 127\.0\.0\.1:1 does not answer: .*ECONNREFUSED.*\. Check that it runs and that EVENTSTORE_URL names it\.$/,
    );
  });

  it('says which nodes of a cluster were asked', async () => {
    const url = 'esdb://127.0.0.1:1,127.0.0.1:2?tls=false&maxDiscoverAttempts=1&discoveryInterval=1';

    expect(await failureOf(url)).toMatchObject({
      code: 'event-store-unreachable',
      address: '127.0.0.1:1,127.0.0.1:2',
    });
  });

  it('refuses a URL before anything is asked', async () => {
    expect(await failureOf('http://store')).toMatchObject({ code: 'event-store-url-invalid' });
    expect(await failureOf('esdb://a:b@store?tls=false')).toMatchObject({
      code: 'event-store-credentials-without-tls',
    });
    expect(await failureOf('esdb://store?tlsCAFile=/nowhere.pem')).toMatchObject({
      code: 'event-store-tls-file-unreadable',
    });
  });

  it('finds the leader among several nodes, and through the name of a cluster', async () => {
    const server = await startEventStoreStandIn();
    const port = portOf(server);
    for (const hosts of [`esdb://127.0.0.1:${port},127.0.0.1:1`, `esdb+discover://127.0.0.1:${port}`]) {
      const store = await openEventStoreDb({ url: `${hosts}?tls=false`, log });
      await expect(
        store.append(uniqueName('s'), newEvents(1), { expectedRevision: 'no-stream' }),
      ).resolves.toEqual({ revision: 0 });
      await store.close();
    }
    await server.close();
  });

  describe('with users', () => {
    const folder = temporaryFolder();
    let server: RunningEventStore;
    let certificate: string;
    const as = (user: string): string =>
      `esdb://${user}@localhost:${portOf(server)}?tlsCAFile=${certificate}`;

    beforeAll(async () => {
      const { certificateFile, keyFile } = await selfSigned(folder());
      certificate = certificateFile;
      server = await startEventStoreStandIn({
        users: [
          { name: 'root', password: 'hunter2', groups: ['$admins'] },
          { name: 'svc', password: 'hunter2', groups: [] },
        ],
        tls: { certificateFile, keyFile },
      });
    });
    afterAll(() => server.close());

    it('lets the user of the URL in', async () => {
      const store = await openEventStoreDb({ url: as('root:hunter2'), log });

      await expect(
        store.append(uniqueName('s'), newEvents(1), { expectedRevision: 'no-stream' }),
      ).resolves.toEqual({ revision: 0 });
      await store.close();
    });

    it('says that the login is wrong', async () => {
      expect(await failureOf(as('root:hunter3'))).toMatchObject({
        code: 'event-store-login-refused',
        message: expect.stringContaining('Check user and password in EVENTSTORE_URL') as string,
      });
    });

    it.each(['svc:hunter2@', ''])('says that one who may not follow everything may not: %j', async (user) => {
      const failure = await failureOf(as('x').replace('x@', user));

      expect(failure).toBeInstanceOf(EventStoreUnusable);
      expect(failure).toMatchObject({
        code: 'event-store-access-denied',
        message: expect.stringContaining('Let the user read $all') as string,
      });
    });

    it('says that the certificate is not trusted', async () => {
      const failure = await failureOf(`esdb://root:hunter2@localhost:${portOf(server)}`);

      expect(failure).toMatchObject({ code: 'event-store-unreachable' });
      expect(failure.message).toMatch(/self-signed certificate/);
    });

    it('repeats no password, whatever goes wrong', async () => {
      const printed = ['log', 'warn', 'error', 'info'].map((name) =>
        jest.spyOn(console, name as 'log').mockImplementation(() => undefined),
      );
      const lines = new RecordingLog();
      const failures = await Promise.all(
        [
          as('root:hunter2'.replace('root', 'nobody')),
          as('svc:hunter2'),
          'esdb://root:hunter2@localhost:1',
          `esdb://root:hunter2@localhost:${portOf(server)}`,
          'esdb://root:hunter2@localhost?what=ever',
        ].map((url) => openEventStoreDb({ url, log: lines }).catch((error: Error) => error)),
      );

      for (const failure of failures) {
        const { message, stack, cause } = failure as Error;
        const everything = [
          message,
          stack,
          JSON.stringify(failure),
          JSON.stringify(cause),
          String(cause),
        ].join();
        expect(everything).not.toContain('hunter2');
        expect(everything).not.toContain(Buffer.from('root:hunter2').toString('base64'));
      }
      expect(JSON.stringify(lines.lines)).not.toContain('hunter2');
      printed.forEach((print) => expect(print).not.toHaveBeenCalled());
      jest.restoreAllMocks();
    });
  });
});
