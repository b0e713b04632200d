import { writeFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { selfSigned, startEventStoreStandIn } from '../../../../test/standins/eventstoredb/testing/index.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { uniqueName } from '../../testing/new-events.js';
import { parseUrl } from '../address/parse-url.js';
import { buildClient, readCertificates } from './build-client.js';

describe('Certificates', () => {
  const folder = temporaryFolder();

  it('are none when the URL names none', () => {
    expect(readCertificates(parseUrl('esdb://store'))).toEqual({});
  });

  it('are read from the files that the URL names', () => {
    writeFileSync(folder('ca.pem'), 'authority');
    writeFileSync(folder('user.pem'), 'user');
    writeFileSync(folder('user.key'), 'key');
    const query = `tlsCAFile=${folder('ca.pem')}&userCertFile=${folder('user.pem')}&userKeyFile=${folder('user.key')}`;

    expect(readCertificates(parseUrl(`esdb://store?${query}`))).toEqual({
      rootCertificate: Buffer.from('authority'),
      userCertFile: Buffer.from('user'),
      userKeyFile: Buffer.from('key'),
    });
  });

  it('that cannot be read are named, with the option', () => {
    const reading = () =>
      readCertificates(parseUrl(`esdb://admin:hunter2@store?tlsCAFile=${folder('none.pem')}`));

    expect(reading).toThrow(
      expect.objectContaining({
        code: 'event-store-tls-file-unreadable',
        message: expect.stringContaining(
          `tlsCAFile in EVENTSTORE_URL names, ${folder('none.pem')}`,
        ) as string,
      }) as Error,
    );
    expect(reading).not.toThrow('hunter2');
  });
});

describe('A client built for a URL', () => {
  const folder = temporaryFolder();
  const clientOf = (url: string) => {
    const address = parseUrl(url);
    return buildClient({ address, certificates: readCertificates(address) });
  };

  it('speaks TLS with the certificates and the login of the URL, and prints nothing', async () => {
    const { certificateFile, keyFile } = await selfSigned(folder());
    const server = await startEventStoreStandIn({
      users: [{ name: 'ada', password: 'p@ss', groups: ['$admins'] }],
      tls: { certificateFile, keyFile },
    });
    const printed = ['log', 'warn', 'error'].map((name) =>
      jest.spyOn(console, name as 'log').mockImplementation(() => undefined),
    );
    const { port } = new URL(server.url.replace('esdb:', 'http:'));
    const client = clientOf(`esdb://ada:p%40ss@localhost:${port}?tlsCAFile=${certificateFile}`);

    const appended = client.appendToStream(uniqueName('s'), [], { expectedRevision: 'no_stream' });

    await expect(appended).resolves.toMatchObject({ success: true });
    printed.forEach((print) => expect(print).not.toHaveBeenCalled());
    jest.restoreAllMocks();
    await client.close();
    await server.close();
  });

  it('has the name that the URL gives it', async () => {
    const client = clientOf('esdb://store?connectionName=deploys&keepAliveInterval=20000');

    expect(client.connectionName).toBe('deploys');
    await client.close();
  });

  it.each(['esdb://127.0.0.1:1,127.0.0.1:2', 'esdb+discover://127.0.0.1:1'])(
    'asks the nodes for their leader: %s',
    async (url) => {
      const client = clientOf(`${url}?tls=false&maxDiscoverAttempts=1&discoveryInterval=1`);

      await expect(client.appendToStream('s', [])).rejects.toThrow('Failed to discover after 1 attempts.');
      await client.close();
    },
  );
});
