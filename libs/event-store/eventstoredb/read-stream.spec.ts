import { Readable } from 'node:stream';
import {
  StreamNotFoundError,
  NotLeaderError,
  type RecordedEvent as ClientEvent,
} from '@eventstore/db-client';
import { EventStoreUnreachable, EventStoreUnusable, EventUnreadable } from '../errors.js';
import { collect } from '../testing/collect.js';
import { readStream } from './read-stream.js';
import { scriptedConnection, type Script } from './testing/scripted-connection.js';

type Reading = NonNullable<Script['reads']>[number];

const grpc = (code: number, trailers: Record<string, string> = {}) =>
  Object.assign(new Error(`${code} it failed`), { code, details: '', metadata: { getMap: () => trailers } });
const given = (revision: bigint, data: unknown = { n: Number(revision) }): { event: ClientEvent } => ({
  event: {
    streamId: 's',
    id: `id-${revision}`,
    isJson: true,
    revision,
    type: 'Happened',
    created: new Date(0),
    data: data as Record<string, unknown>,
    metadata: undefined,
    position: { commit: revision, prepare: revision },
  },
});
const events =
  (...found: { event?: ClientEvent }[]): Reading =>
  () =>
    Readable.from(found);
const failing =
  (error: unknown, ...before: { event?: ClientEvent }[]): Reading =>
  () =>
    Readable.from(
      (function* () {
        yield* before;
        throw error;
      })(),
    );
const silent: Reading = () => {
  const stream = new Readable({ objectMode: true, read: () => undefined });
  stream.push(given(0n));
  return stream;
};

describe('Reading a stream', () => {
  const reading = (...reads: Reading[]) => {
    const scripted = scriptedConnection({ reads }, { readTimeout: 20 });
    const read = (from = 0) => collect(readStream(scripted.connection, 's', { from }));
    return { ...scripted, read };
  };

  it('gives its events upwards, from the leader', async () => {
    const { asked, read } = reading(events(given(3n), given(4n)));

    expect((await read(3)).map(({ revision }) => revision)).toEqual([3, 4]);
    expect(asked.reads).toEqual([['s', { fromRevision: 3n, requiresLeader: true }]]);
  });

  it('gives nothing when there is no such stream', async () => {
    const { read } = reading(failing(new StreamNotFoundError(null as never, 's')));
    expect(await read()).toEqual([]);
  });

  it('passes over what holds no event', async () => {
    expect(await reading(events({}, given(0n))).read()).toHaveLength(1);
  });

  it.each([
    ['the connection is lost', grpc(14)],
    ['the server cancels', grpc(1)],
    [
      'another node leads',
      new NotLeaderError(grpc(5, { 'leader-endpoint-host': 'two', 'leader-endpoint-port': '1' }) as never),
    ],
  ])('tries once more when %s before the first event', async (_, error) => {
    const { asked, read } = reading(failing(error), events(given(0n)));

    expect(await read()).toHaveLength(1);
    expect(asked.reads).toHaveLength(2);
  });

  it('gives up when it fails again', async () => {
    const { asked, read } = reading(failing(grpc(14)), failing(grpc(14)));

    await expect(read()).rejects.toBeInstanceOf(EventStoreUnreachable);
    await expect(read()).rejects.toThrow();
    expect(asked.reads).toHaveLength(4);
  });

  it('does not begin anew behind the first event: it would come twice', async () => {
    const { asked, connection } = reading(failing(grpc(14), given(0n)), events(given(0n)));
    const got: number[] = [];

    await expect(
      (async () => {
        for await (const { revision } of readStream(connection, 's', { from: 0 })) {
          got.push(revision);
        }
      })(),
    ).rejects.toBeInstanceOf(EventStoreUnreachable);
    expect(got).toEqual([0]);
    expect(asked.reads).toHaveLength(1);
  });

  it('gives up on a server that keeps silent in the middle', async () => {
    await expect(reading(silent).read()).rejects.toMatchObject({
      code: 'event-store-unreachable',
      cause: { name: 'NoAnswer' },
    });
  });

  it('ends at an event that cannot be read, and names it', async () => {
    const { read } = reading(events(given(0n), given(1n, '{"broken')));

    await expect(read()).rejects.toBeInstanceOf(EventUnreadable);
    await expect(reading(events(given(1n, '{"broken'))).read()).rejects.toThrow(
      'Event 1 of stream s cannot be read',
    );
  });

  it('says what is wrong with the user', async () => {
    const { asked, read } = reading(failing(grpc(7)));

    await expect(read()).rejects.toBeInstanceOf(EventStoreUnusable);
    expect(asked.reads).toHaveLength(1);
  });

  it('ends when the store is closed', async () => {
    const { closing, connection } = reading(silent);
    const revisions: number[] = [];
    for await (const { revision } of readStream(connection, 's', { from: 0 })) {
      revisions.push(revision);
      closing.abort();
    }
    expect(revisions).toEqual([0]);
  });
});
