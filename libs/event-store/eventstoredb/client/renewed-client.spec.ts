import { RecordingLog } from '../testing/recording-log.js';
import { RenewedClient } from './renewed-client.js';
import { Closed } from './within.js';

/** A client with a number, that notes being closed. */
class NumberedClient {
  closed = 0;
  constructor(
    readonly number: number,
    private readonly onClose: () => Promise<void> = async () => undefined,
  ) {}
  async close(): Promise<void> {
    this.closed += 1;
    await this.onClose();
  }
}

const silence = () => Promise.reject(Object.assign(new Error('14 UNAVAILABLE'), { code: 14 }));
const refusal = () => Promise.reject(Object.assign(new Error('3 INVALID_ARGUMENT'), { code: 3 }));

describe('The client that is renewed', () => {
  let built: NumberedClient[];
  let log: RecordingLog;
  const renewed = (onClose?: () => Promise<void>) =>
    new RenewedClient({
      build: () => {
        const client = new NumberedClient(built.length + 1, onClose);
        built.push(client);
        return client;
      },
      log,
      patience: 3,
    });
  const fail = async (clients: RenewedClient<NumberedClient>, call = silence, times = 1): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      await clients.call(call).catch(() => undefined);
    }
  };

  beforeEach(() => {
    built = [];
    log = new RecordingLog();
  });

  it('is one as long as it answers', async () => {
    const clients = renewed();

    expect(await clients.call(async ({ number }) => number)).toBe(1);
    expect(clients.current).toBe(built[0]);
    await expect(clients.call(refusal)).rejects.toThrow('INVALID_ARGUMENT');
    expect(built).toHaveLength(1);
  });

  it('is a new one when no call was answered for some time, and the old one is closed', async () => {
    const clients = renewed();
    await fail(clients, silence, 2);
    expect(built).toHaveLength(1);

    await expect(clients.call(silence)).rejects.toThrow('UNAVAILABLE');

    expect(clients.current.number).toBe(2);
    expect(built.map(({ closed }) => closed)).toEqual([1, 0]);
    expect(log.lines).toMatchObject([{ level: 'warn', data: { unanswered: 3 } }]);
    expect(await clients.call(async ({ number }) => number)).toBe(2);
  });

  it.each([
    ['an answer', () => Promise.resolve()],
    ['a refusal, which is one too', refusal],
  ])('stays after %s in between', async (_, call) => {
    const clients = renewed();
    for (let round = 0; round < 4; round += 1) {
      await fail(clients, silence, 2);
      await fail(clients, call as typeof silence);
    }

    expect(built).toHaveLength(1);
  });

  it('does not pay for what its predecessor owed', async () => {
    const clients = renewed();
    const failures: (() => void)[] = [];
    const calls = Array.from({ length: 50 }, () =>
      clients
        .call(() => new Promise((_, reject) => failures.push(() => reject(new Error('lost')))))
        .catch(() => undefined),
    );
    failures.forEach((failNow) => failNow());
    await Promise.all(calls);

    expect(built).toHaveLength(2);
  });

  it('is renewed even if the old one cannot be closed', async () => {
    const clients = renewed(() => Promise.reject(new Error('stuck')));
    await fail(clients, silence, 3);
    await new Promise((resolve) => setImmediate(resolve));

    expect(clients.current.number).toBe(2);
    expect(log.lines.at(-1)).toMatchObject({ level: 'debug', message: 'The old connection did not close.' });
  });

  it('is none any more once it is closed', async () => {
    const clients = renewed();
    await clients.close();
    await clients.close();

    expect(built[0]?.closed).toBe(1);
    expect(() => clients.current).toThrow(Closed);
    await expect(clients.call(async () => 1)).rejects.toBeInstanceOf(Closed);
  });

  it('is not built anew by calls that fail because it was closed', async () => {
    const clients = renewed();
    const waiting = Array.from({ length: 5 }, () =>
      clients.call(() => new Promise((_, reject) => setImmediate(() => reject(new Error('x'))))),
    );
    await clients.close();
    await Promise.allSettled(waiting);

    expect(built).toHaveLength(1);
  });
});
