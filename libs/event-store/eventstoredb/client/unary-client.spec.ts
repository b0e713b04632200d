import { BACKWARDS, END, START, jsonEvent } from '@eventstore/db-client';
import {
  startEventStoreStandIn,
  type RunningEventStore,
} from '../../../../test/standins/eventstoredb/testing/index.js';
import { uniqueName } from '../../testing/new-events.js';
import { Closed } from './within.js';
import { UnaryClient } from './unary-client.js';

const sockets = () => process.getActiveResourcesInfo().filter((name) => name.startsWith('TCPSocket')).length;
const hostOf = ({ url }: RunningEventStore): string => new URL(url.replace('esdb:', 'http:')).host;
/** Resolves as soon as the condition holds; a test that fails ends by its time-out. */
const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
const event = () => jsonEvent({ type: 'Happened', data: { x: 1 } });

describe('The client without its traps', () => {
  let server: RunningEventStore;
  let client: UnaryClient;
  const another = () => new UnaryClient({ endpoint: hostOf(server) }, { insecure: true });

  beforeEach(async () => {
    server = await startEventStoreStandIn();
    client = another();
  });
  afterEach(async () => {
    await client.close();
    await server.close();
  });

  it('appends by the call that has a deadline, without credentials too', async () => {
    await client.appendToStream(uniqueName('s'), event(), { expectedRevision: 'no_stream' });

    expect((await server.control.state()).calls).toEqual({ append: 1 });
  });

  it('tells what the server calls its version', async () => {
    expect(await client.serverVersion()).toMatch(/^\d+\.\d+/);
  });

  it('lets all connections go when it is closed, whatever is under way', async () => {
    const stream = uniqueName('s');
    const before = sockets();
    await client.appendToStream(stream, Array.from({ length: 300 }, event), {
      expectedRevision: 'no_stream',
    });
    const subscription = client.subscribeToAll({ fromPosition: START });
    subscription.on('error', () => undefined);
    const [reading] = [client.readStream(stream)];
    for await (const read of reading) {
      expect(read.event?.streamId).toBe(stream);
      break;
    }
    await reading.cancel();
    expect(sockets()).toBeGreaterThan(before);

    await client.close();

    await until(() => sockets() <= before);
    await until(async () => {
      const { connections, subscriptions } = await server.control.state();
      return connections === 0 && subscriptions.length === 0;
    });
  });

  it('can be closed twice, before it connected and while it does', async () => {
    await another().close();
    const connecting = another();
    const append = connecting.appendToStream(uniqueName('s'), event()).catch(() => undefined);
    await connecting.close();
    await connecting.close();
    await append;
    await expect(connecting.appendToStream('s', event())).rejects.toBeInstanceOf(Closed);

    await until(async () => (await server.control.state()).connections === 0);
  });

  it.each([2, 200])(
    'forgets a reading that was left, with all of its %i events still to come',
    async (count) => {
      const stream = uniqueName('s');
      await client.appendToStream(stream, Array.from({ length: count }, event), {
        expectedRevision: 'no_stream',
      });
      const reading = client.readStream(stream);
      for await (const { event: read } of reading) {
        expect(read?.revision).toBe(0n);
        break;
      }
      // By now the server has ended the call, if all of it fits into what is read ahead.
      await client.readStream(stream).toArray();
      await reading.cancel();

      await expect(client.dispose()).resolves.toBeUndefined();
    },
  );

  it('goes on after the connection was cut', async () => {
    const stream = uniqueName('s');
    await client.appendToStream(stream, event(), { expectedRevision: 'no_stream' });
    await server.control.cutConnections();

    const again = () => client.appendToStream(stream, event(), { expectedRevision: 0n });
    await until(() =>
      again()
        .then(({ success }) => success)
        .catch(() => false),
    );
  });

  it('leaves no call in hand behind, whenever it is closed', async () => {
    const uncaught: unknown[] = [];
    const note = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', note).on('unhandledRejection', note);

    for (let turns = 0; turns < 20; turns += 1) {
      const closing = another();
      const append = closing.appendToStream(uniqueName('s'), event()).catch(() => undefined);
      for (let turn = 0; turn < turns; turn += 1) {
        await Promise.resolve();
      }
      await closing.close();
      await append;
    }

    process.off('uncaughtException', note).off('unhandledRejection', note);
    expect(uncaught).toEqual([]);
  });

  it('makes no unhandled rejection of an error from which it cannot tell the leader', async () => {
    const { handleError } = client as unknown as {
      handleError(calling: object, error: object): Promise<void>;
    };
    const metadata = { getMap: () => ({ exception: 'not-leader' }) };

    await expect(
      handleError({}, Object.assign(new Error('no'), { code: 5, metadata })),
    ).resolves.toBeUndefined();
  });

  it('ends no process when it cannot connect anew while calls fail', async () => {
    const uncaught: unknown[] = [];
    const note = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', note).on('unhandledRejection', note);
    const lost = new UnaryClient(
      { endpoints: [{ address: '127.0.0.1', port: 1 }], maxDiscoverAttempts: 2, discoveryInterval: 5 },
      { insecure: true },
    );
    const read = async (): Promise<void> => {
      for await (const found of lost.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 })) {
        expect(found).toBeUndefined();
      }
    };

    const outcomes = await Promise.allSettled([read(), lost.appendToStream('s', event()), read(), read()]);
    await lost.close();
    await new Promise((resolve) => setImmediate(resolve));

    process.off('uncaughtException', note).off('unhandledRejection', note);
    expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'rejected'));
    expect(uncaught).toEqual([]);
  });
});
