import { END, START, jsonEvent, type ReadRevision } from '@eventstore/db-client';
import { rejectionOf, startWire, until, type Wire } from '../../testing/wire.js';

describe('a subscription to a stream', () => {
  let wire: Wire;
  beforeEach(async () => {
    wire = await startWire();
  });
  afterEach(() => wire.close());

  async function append(stream: string, ...types: readonly string[]): Promise<void> {
    await wire.client.appendToStream(
      stream,
      types.map((type) => jsonEvent({ type, data: {} })),
    );
  }

  function follow(stream: string, fromRevision: ReadRevision = START) {
    const told: string[] = [];
    const subscription = wire.client.subscribeToStream(stream, { fromRevision });
    subscription.on('caughtUp', () => told.push('caught up'));
    const ended = (async () => {
      for await (const { event } of subscription)
        told.push(`${String(event?.type)} ${String(event?.revision)}`);
    })();
    ended.catch(() => undefined);
    const has = (word: string) => until(() => told.some((one) => one.startsWith(word)));
    return { told, ended, has };
  }

  it.each<[ReadRevision, string[]]>([
    [START, ['A 0', 'B 1', 'C 2', 'caught up', 'D 3']],
    [0n, ['B 1', 'C 2', 'caught up', 'D 3']],
    [2n, ['caught up', 'D 3']],
    [END, ['caught up', 'D 3']],
  ])('from %s tells what lies behind that, that it has caught up, and what comes', async (from, expected) => {
    await append('orders-1', 'A', 'B', 'C');
    const { told, has } = follow('orders-1', from);
    await has('caught up');
    await append('orders-2', 'X');
    await append('orders-1', 'D');
    await has('D');
    expect(told).toEqual(expected);
  });

  it('waits for a stream that does not exist yet', async () => {
    const { told, has } = follow('later-1');
    await has('caught up');
    await append('later-1', 'A');
    await has('A');
    expect(told).toEqual(['caught up', 'A 0']);
  });

  it('begins where a truncated stream begins', async () => {
    await append('orders-1', 'A', 'B', 'C');
    await wire.client.setStreamMetadata('orders-1', { truncateBefore: 2 });
    const { told, has } = follow('orders-1');
    await has('caught up');
    expect(told).toEqual(['C 2', 'caught up']);
  });

  it('ends with an error when the stream is deleted for ever', async () => {
    await append('orders-1', 'A');
    const { told, ended, has } = follow('orders-1');
    await has('caught up');
    await wire.client.tombstoneStream('orders-1');
    expect(await rejectionOf(ended)).toMatchObject({ type: 'stream-deleted', streamName: 'orders-1' });
    expect(told).toEqual(['A 0', 'caught up', '$streamDeleted 9223372036854775807']);
  });

  it('to a stream that is deleted for ever is refused', async () => {
    await append('orders-1', 'A');
    await wire.client.tombstoneStream('orders-1');
    expect(await rejectionOf(follow('orders-1').ended)).toMatchObject({ type: 'stream-deleted' });
  });
});
