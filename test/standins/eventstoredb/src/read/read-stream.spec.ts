import { BACKWARDS, END, START, jsonEvent, type ReadStreamOptions } from '@eventstore/db-client';
import { allOf, rejectionOf, startWire, type Wire } from '../../testing/wire.js';

describe('a read of a stream', () => {
  let wire: Wire;
  beforeAll(async () => {
    wire = await startWire();
    const events = [0, 1, 2, 3, 4].map((number) => jsonEvent({ type: 'Counted', data: { number } }));
    await wire.client.appendToStream('five', events);
  });
  afterAll(() => wire.close());

  async function revisions(options: ReadStreamOptions = {}, stream = 'five'): Promise<number[]> {
    const events = await allOf(wire.client.readStream(stream, options));
    return events.map(({ event }) => Number(event?.revision));
  }

  it.each<[ReadStreamOptions, number[]]>([
    [{}, [0, 1, 2, 3, 4]],
    [{ fromRevision: START, maxCount: 2 }, [0, 1]],
    [{ fromRevision: 3n }, [3, 4]],
    [{ fromRevision: 4n, maxCount: 9 }, [4]],
    [{ fromRevision: 5n }, []],
    [{ fromRevision: END }, []],
    [{ direction: BACKWARDS, fromRevision: END }, [4, 3, 2, 1, 0]],
    [{ direction: BACKWARDS, fromRevision: END, maxCount: 1 }, [4]],
    [{ direction: BACKWARDS, fromRevision: 2n }, [2, 1, 0]],
    [{ direction: BACKWARDS, fromRevision: START }, [0]],
    [{ direction: BACKWARDS, fromRevision: 99n, maxCount: 2 }, [4, 3]],
  ])('with %o', async (options, expected) => {
    expect(await revisions(options)).toEqual(expected);
  });

  it('that does not exist is said to be not found', async () => {
    expect(await rejectionOf(revisions({}, 'nowhere'))).toMatchObject({
      type: 'stream-not-found',
      streamName: 'nowhere',
    });
  });

  it('shows of a truncated stream what is left, and of a counted one the latest', async () => {
    await wire.client.appendToStream(
      'kept',
      [0, 1, 2, 3].map(() => jsonEvent({ type: 'T', data: {} })),
    );
    await wire.client.setStreamMetadata('kept', { truncateBefore: 2 });
    expect(await revisions({}, 'kept')).toEqual([2, 3]);
    expect(await revisions({ fromRevision: 3n }, 'kept')).toEqual([3]);
    expect(await revisions({ direction: BACKWARDS, fromRevision: END }, 'kept')).toEqual([3, 2]);
    await wire.client.setStreamMetadata('kept', { maxCount: 1 });
    expect(await revisions({}, 'kept')).toEqual([3]);
    await wire.client.setStreamMetadata('kept', { maxAge: 3_600 });
    expect(await revisions({}, 'kept')).toEqual([0, 1, 2, 3]);
  });

  it('gives metadata back as it was set last', async () => {
    const metadata = { maxCount: 7, acl: { readRoles: ['$all'], deleteRoles: ['$admins'] }, own: 'x' };
    expect(await wire.client.getStreamMetadata('five')).toEqual({ streamName: 'five' });
    await wire.client.setStreamMetadata('five', metadata);
    await wire.client.setStreamMetadata('five', { ...metadata, own: 'y' });
    const { metadata: found } = await wire.client.getStreamMetadata('five');
    expect(found).toEqual({ ...metadata, own: 'y' });
    expect(await revisions({}, '$$five')).toEqual([1]);
  });

  it('goes on when its reader takes a while', async () => {
    const size = 2_000;
    const pad = 'x'.repeat(300);
    const events = Array.from({ length: size }, (_, number) =>
      jsonEvent({ type: 'T', data: { number, pad } }),
    );
    await wire.client.appendToStream('long', events);
    let seen = 0;
    for await (const { event } of wire.client.readStream('long')) {
      expect(event?.revision).toBe(BigInt(seen));
      if (seen % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      seen += 1;
    }
    expect(seen).toBe(size);
  });

  it('can be given up', async () => {
    const read = wire.client.readStream('five');
    for await (const { event } of read) if (event !== undefined) break;
    await read.cancel();
    expect(await revisions()).toHaveLength(5);
  });
});
