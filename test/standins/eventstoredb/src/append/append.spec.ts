import { randomUUID } from 'node:crypto';
import {
  ANY,
  NO_STREAM,
  STREAM_EXISTS,
  binaryEvent,
  jsonEvent,
  type AppendExpectedRevision,
  type AppendToStreamOptions,
  type EventData,
} from '@eventstore/db-client';
import { allOf, rejectionOf, startWire, type Wire } from '../../testing/wire.js';

const happened = (data: object = {}) => jsonEvent({ type: 'Happened', data: { ...data } });

const PATHS: readonly (readonly [string, AppendToStreamOptions])[] = [
  ['batch', {}],
  // The client takes the path of one call for each append where it is told who appends.
  ['call of its own', { credentials: { username: 'any', password: 'any' } }],
];

describe.each(PATHS)('an append by %s', (path, options) => {
  let wire: Wire;
  let stream = '';
  beforeAll(async () => {
    wire = await startWire();
  });
  afterAll(() => wire.close());
  beforeEach(() => {
    stream = `orders-${randomUUID()}`;
  });

  const append = (events: EventData | EventData[], expectedRevision: AppendExpectedRevision = ANY) =>
    wire.client.appendToStream(stream, events, { ...options, expectedRevision });

  it('goes the way that its name says', async () => {
    await append(happened());
    const { calls } = await wire.standIn.control.state();
    expect(calls[path === 'batch' ? 'batchAppend' : 'append']).toBeGreaterThan(0);
    expect(calls[path === 'batch' ? 'append' : 'batchAppend']).toBeUndefined();
  });

  it('is answered with the revision and the position of its last event', async () => {
    const first = await append([happened(), happened()], NO_STREAM);
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
    const second = await append(happened(), 1n);
    expect(second.nextExpectedRevision).toBe(2n);
    const events = await allOf(wire.client.readStream(stream));
    expect(events.map(({ event }) => event?.position)).toEqual([
      expect.objectContaining({}),
      first.position,
      second.position,
    ]);
    expect(second.position?.commit).toBeGreaterThan(first.position?.commit ?? 0n);
    expect(second.position?.prepare).toBe(second.position?.commit);
  });

  it('records what was sent', async () => {
    const json = jsonEvent({ type: 'Jsön', data: { a: [1, 'ü', null] }, metadata: { by: 'me' } });
    const binary = binaryEvent({ type: 'Bytes', data: Buffer.from([0, 255, 1]), metadata: Buffer.from([7]) });
    const before = Date.now();
    await append([json, binary]);
    const [first, second] = (await allOf(wire.client.readStream(stream))).map(({ event }) => event);
    expect(first).toMatchObject({ id: json.id, streamId: stream, type: 'Jsön', isJson: true, revision: 0n });
    expect(first).toMatchObject({ data: { a: [1, 'ü', null] }, metadata: { by: 'me' } });
    expect(first?.created.getTime()).toBeGreaterThanOrEqual(before);
    expect(first?.created.getTime()).toBeLessThanOrEqual(Date.now());
    expect(second).toMatchObject({ id: binary.id, type: 'Bytes', isJson: false, revision: 1n });
    expect([...(second?.data as Uint8Array)]).toEqual([0, 255, 1]);
  });

  it('with any revision is always written', async () => {
    await append(happened(), ANY);
    expect((await append(happened(), ANY)).nextExpectedRevision).toBe(1n);
  });

  it.each<[AppendExpectedRevision, bigint]>([
    [NO_STREAM, 0n],
    [5n, 0n],
  ])('that expects %s of a stream with one event is refused', async (expected, actual) => {
    await append(happened());
    expect(await rejectionOf(append(happened(), expected))).toMatchObject({
      type: 'wrong-expected-version',
      streamName: stream,
      expectedVersion: expected,
      actualVersion: actual,
    });
  });

  it.each<AppendExpectedRevision>([STREAM_EXISTS, 0n])(
    'that expects %s of no stream is refused',
    async (expected) => {
      expect(await rejectionOf(append(happened(), expected))).toMatchObject({
        type: 'wrong-expected-version',
        expectedVersion: expected,
        actualVersion: NO_STREAM,
      });
    },
  );

  it('that expects the stream to exist is written when it does', async () => {
    await append(happened());
    expect((await append(happened(), STREAM_EXISTS)).nextExpectedRevision).toBe(1n);
  });

  it.each<AppendExpectedRevision>([NO_STREAM, ANY])(
    'that is repeated, expecting %s, is answered as it was',
    async (expected) => {
      const events = [happened(), happened()];
      const first = await append(events, expected);
      await append(happened(), 1n);
      expect(await append(events, expected)).toEqual(first);
      expect(await allOf(wire.client.readStream(stream))).toHaveLength(3);
    },
  );

  it('that is repeated in part is refused', async () => {
    const [one, two] = [happened(), happened()];
    await append([one, two], NO_STREAM);
    for (const events of [
      [one, happened()],
      [happened(), two],
    ])
      expect(await rejectionOf(append(events, NO_STREAM))).toMatchObject({ actualVersion: 1n });
    expect(await rejectionOf(append([one, two, happened()], NO_STREAM))).toMatchObject({ actualVersion: 1n });
  });

  it('of nothing changes nothing', async () => {
    expect(await append([], ANY)).toMatchObject({ success: true });
    expect(await rejectionOf(allOf(wire.client.readStream(stream)))).toMatchObject({
      type: 'stream-not-found',
    });
  });

  it('of more than a mebibyte is refused, of a little less is not', async () => {
    const bytes = (length: number) => binaryEvent({ type: 'B', data: Buffer.alloc(length) });
    const limit = 1_024 * 1_024;
    expect(await rejectionOf(append([bytes(limit - 500), bytes(500)], NO_STREAM))).toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: limit,
    });
    await append([bytes(limit - 502), bytes(498)], NO_STREAM);
  });

  it('by many at once to one stream has one winner for each revision', async () => {
    await append(happened(), NO_STREAM);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => append(happened(), 0n)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await allOf(wire.client.readStream(stream))).toHaveLength(2);
  });

  it('by many at once to many streams loses and mixes nothing', async () => {
    const names = Array.from({ length: 300 }, () => `many-${randomUUID()}`);
    await Promise.all(
      names.map((name) =>
        wire.client.appendToStream(name, happened({ name }), { ...options, expectedRevision: NO_STREAM }),
      ),
    );
    const read = await allOf(wire.client.readAll());
    const found = read.flatMap(({ event }) =>
      event !== undefined && names.includes(event.streamId) ? event : [],
    );
    expect(found.map(({ streamId }) => streamId).sort()).toEqual([...names].sort());
    for (const { data, streamId } of found) expect(data).toEqual({ name: streamId });
  });
});
