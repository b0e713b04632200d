import {
  ANY,
  BACKWARDS,
  END,
  NO_STREAM,
  STREAM_EXISTS,
  jsonEvent,
  type AppendExpectedRevision,
} from '@eventstore/db-client';
import { allOf, rejectionOf, startWire, type Wire } from '../../testing/wire.js';

const happened = () => jsonEvent({ type: 'Happened', data: {} });

describe('a stream that is deleted', () => {
  let wire: Wire;
  beforeAll(async () => {
    wire = await startWire();
  });
  afterAll(() => wire.close());

  const append = (stream: string, expectedRevision: AppendExpectedRevision = ANY) =>
    wire.client.appendToStream(stream, happened(), { expectedRevision });
  async function revisions(stream: string): Promise<(bigint | undefined)[]> {
    return (await allOf(wire.client.readStream(stream))).map(({ event }) => event?.revision);
  }

  describe('softly', () => {
    it('is not found, and begins anew behind its last number', async () => {
      await append('soft-1');
      await append('soft-1');
      const { position } = await wire.client.deleteStream('soft-1', { expectedRevision: 1n });
      expect(position?.commit).toBeGreaterThan(0n);
      expect(await rejectionOf(revisions('soft-1'))).toMatchObject({ type: 'stream-not-found' });
      expect((await append('soft-1', NO_STREAM)).nextExpectedRevision).toBe(2n);
      expect(await revisions('soft-1')).toEqual([2n]);
      expect((await wire.client.getStreamMetadata('soft-1')).metadata).toEqual({ truncateBefore: 2 });
    });

    it('may not be expected to exist', async () => {
      await append('soft-2');
      await wire.client.deleteStream('soft-2');
      expect(await rejectionOf(append('soft-2', STREAM_EXISTS))).toMatchObject({ type: 'stream-deleted' });
    });

    it('begins anew also when its metadata is written', async () => {
      await append('soft-3');
      await wire.client.deleteStream('soft-3');
      await wire.client.setStreamMetadata('soft-3', { maxCount: 9 });
      expect(await revisions('soft-3')).toEqual([]);
      expect((await wire.client.getStreamMetadata('soft-3')).metadata).toEqual({
        maxCount: 9,
        truncateBefore: 1,
      });
    });

    it('is refused where the revision is another or there is no stream', async () => {
      await append('soft-4');
      expect(await rejectionOf(wire.client.deleteStream('soft-4', { expectedRevision: 7n }))).toMatchObject({
        type: 'wrong-expected-version',
        expectedVersion: 7n,
        actualVersion: 0n,
      });
      expect(await rejectionOf(wire.client.deleteStream('soft-none'))).toMatchObject({
        type: 'wrong-expected-version',
      });
    });
  });

  describe('for ever', () => {
    it('can be neither read nor written nor deleted any more', async () => {
      await append('hard-1');
      await wire.client.tombstoneStream('hard-1');
      const deleted = { type: 'stream-deleted', streamName: 'hard-1' };
      expect(await rejectionOf(revisions('hard-1'))).toMatchObject(deleted);
      for (const expected of [ANY, NO_STREAM, STREAM_EXISTS, 0n] as const)
        expect(await rejectionOf(append('hard-1', expected))).toMatchObject(deleted);
      const credentials = { username: 'any', password: 'any' };
      expect(
        await rejectionOf(wire.client.appendToStream('hard-1', happened(), { credentials })),
      ).toMatchObject(deleted);
      expect(await rejectionOf(wire.client.deleteStream('hard-1'))).toMatchObject(deleted);
      expect(await rejectionOf(wire.client.tombstoneStream('hard-1'))).toMatchObject(deleted);
    });

    it('leaves a tombstone in the log', async () => {
      await append('hard-2');
      const { position } = await wire.client.tombstoneStream('hard-2', { expectedRevision: 0n });
      const [last] = await allOf(
        wire.client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }),
      );
      expect(last?.event).toMatchObject({ streamId: 'hard-2', type: '$streamDeleted', position });
    });

    it('need not have existed', async () => {
      await wire.client.tombstoneStream('hard-3', { expectedRevision: NO_STREAM });
      expect(await rejectionOf(append('hard-3'))).toMatchObject({ type: 'stream-deleted' });
    });

    it('is refused where the revision is another', async () => {
      await append('hard-4');
      expect(
        await rejectionOf(wire.client.tombstoneStream('hard-4', { expectedRevision: 3n })),
      ).toMatchObject({
        type: 'wrong-expected-version',
        streamName: 'hard-4',
      });
      expect(await revisions('hard-4')).toEqual([0n]);
    });
  });
});
