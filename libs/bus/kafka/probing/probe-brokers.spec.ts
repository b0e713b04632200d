import { createServer, type AddressInfo, type Server } from 'node:net';
import { BusUnreachable, BusUnusable } from '../../errors.js';
import { startFakeBroker, type FakeBroker } from '../testing/fake-broker.js';
import { probeBrokers } from './probe-brokers.js';
import { spokenRequests } from './spoken-versions.js';

/** Nothing listens at port 1 of the loopback interface. */
const closed = '127.0.0.1:1';

describe('Probing the brokers', () => {
  const toClose: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of toClose.splice(0).reverse()) await close();
  });

  const probe = (brokers: readonly string[], more: { tls?: boolean; ms?: number } = {}) =>
    probeBrokers({ brokers, clientId: 'deploys', tls: false, ms: 5000, ...more });

  async function broker(speaks?: Parameters<typeof startFakeBroker>[0]): Promise<FakeBroker> {
    const started = await startFakeBroker(speaks);
    toClose.push(() => started.close());
    return started;
  }

  /** A server that says this and nothing else, whoever connects. */
  async function serverSaying(bytes: string): Promise<string> {
    const server: Server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      if (bytes !== '') socket.once('data', () => socket.end(bytes));
      toClose.push(async () => void socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    toClose.push(() => new Promise((resolve) => server.close(() => resolve())));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('is content with one broker that answers, in whatever place', async () => {
    const { address } = await broker();
    await expect(probe([closed, address])).resolves.toBeUndefined();
  });

  it('names every broker and what happened when none answers', async () => {
    const failure = probe([closed, 'localhost:1']);
    await expect(failure).rejects.toBeInstanceOf(BusUnreachable);
    await expect(failure).rejects.toThrow(/127\.0\.0\.1:1, localhost:1 .*ECONNREFUSED.*KAFKA_BROKERS/);
  });

  it('does not wait for ever for a server that is silent', async () => {
    const failure = probe([await serverSaying('')], { ms: 50 });
    await expect(failure).rejects.toMatchObject({ code: 'bus-unreachable' });
    await expect(failure).rejects.toThrow(/no answer within 50 ms/);
  });

  it.each(['HTTP/1.1 400 Bad Request\r\n\r\n', '\u0015\u0003\u0003\u0000\u0002\u0002\u0050'])(
    'tells another kind of server, which says %j',
    async (bytes) => {
      const failure = probe([await serverSaying(bytes)]);
      await expect(failure).rejects.toBeInstanceOf(BusUnusable);
      await expect(failure).rejects.toThrow(/no Kafka broker.*TLS/);
    },
  );

  it('tells a listener without TLS when it speaks TLS', async () => {
    const failure = probe([await serverSaying('HTTP/1.1 400 Bad Request\r\n\r\n')], { tls: true });
    await expect(failure).rejects.toMatchObject({ code: 'bus-unusable' });
    await expect(failure).rejects.toThrow(/no Kafka broker that speaks TLS/);
  });

  it.each([
    [false, /closed the connection.*TLS/],
    [true, /TLS connection/],
  ])(
    'says what a server may want that hangs up (TLS: %s), and that it may answer later',
    async (tls, message) => {
      const server = createServer((socket) => void socket.once('data', () => socket.end()));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      toClose.push(() => new Promise((resolve) => server.close(() => resolve())));
      const failure = probe([`127.0.0.1:${(server.address() as AddressInfo).port}`], { tls });
      await expect(failure).rejects.toMatchObject({ code: 'bus-unreachable' });
      await expect(failure).rejects.toThrow(message);
    },
  );

  it('tells a controller from a broker', async () => {
    const { address } = await broker(spokenRequests.filter(({ name }) => name !== 'Produce'));
    await expect(probe([address])).rejects.toThrow(new RegExp(`${address} cannot be used.*controller`));
  });

  it('tells a broker whose versions the client does not speak', async () => {
    const later = spokenRequests.map((request) =>
      request.key === 1 ? { ...request, min: 12, max: 30 } : request,
    );
    const failure = probe([(await broker(later)).address]);
    await expect(failure).rejects.toMatchObject({ code: 'bus-unusable' });
    await expect(failure).rejects.toThrow(/Fetch 0–11 against 12–30/);
  });

  it('takes a broker that is not written as host:port for one that does not answer', async () => {
    await expect(probe(['no broker at all'])).rejects.toMatchObject({ code: 'bus-unreachable' });
  });
});
