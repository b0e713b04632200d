import { collect } from '../collect.js';
import { newEvent, newEvents, uniqueName } from '../new-events.js';
import type { Engine } from './event-store-contract.js';

export function readContract(engine: Engine): void {
  describe('reading a stream', () => {
    it('gives nothing for a stream that is not there', async () => {
      expect(await collect(engine().read(uniqueName('stream-')))).toEqual([]);
    });

    it('gives the events as they were appended, with what the store knows of them', async () => {
      const stream = uniqueName('stream-');
      const events = newEvents(2);
      const before = Date.now();
      await engine().append(stream, events, { expectedRevision: 'no-stream' });

      const read = await collect(engine().read(stream));

      expect(read).toMatchObject(events.map((event, revision) => ({ ...event, stream, revision })));
      for (const { position, recordedAt } of read) {
        expect(position).not.toBe('');
        expect(recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
        expect(Math.abs(Date.parse(recordedAt) - before)).toBeLessThan(3_600_000);
      }
      expect(new Set(read.map(({ position }) => position)).size).toBe(2);
    });

    it('keeps text of every kind as it is', async () => {
      const stream = uniqueName('stream-');
      const event = newEvent('quote " backslash \\ line\n zero \u0000 snow ☃ smile 😀 space \u200b %_');
      await engine().append(stream, [event], { expectedRevision: 'no-stream' });

      expect(await collect(engine().read(stream))).toMatchObject([event]);
    });

    it('gives an event without metadata without metadata', async () => {
      const stream = uniqueName('stream-');
      const { id, type, data } = newEvent();
      await engine().append(stream, [{ id, type, data }], { expectedRevision: 'no-stream' });

      const [read] = await collect(engine().read(stream));
      expect(read?.metadata ?? {}).toEqual({});
    });

    it('takes what was appended as it was then', async () => {
      const stream = uniqueName('stream-');
      const list = ['before'];
      const appended = engine().append(stream, [{ ...newEvent(), data: { list } }], {
        expectedRevision: 'no-stream',
      });
      list.push('after');
      await appended;

      expect((await collect(engine().read(stream)))[0]?.data).toEqual({ list: ['before'] });
    });

    it('begins at the revision asked for, and gives nothing behind the last', async () => {
      const stream = uniqueName('stream-');
      const events = newEvents(5);
      await engine().append(stream, events, { expectedRevision: 'no-stream' });

      const revisions = async (from: number) =>
        (await collect(engine().read(stream, { from }))).map(({ revision }) => revision);
      expect(await revisions(0)).toEqual([0, 1, 2, 3, 4]);
      expect(await revisions(3)).toEqual([3, 4]);
      expect(await revisions(5)).toEqual([]);
      expect(await revisions(50)).toEqual([]);
    });

    it('gives a long stream whole and in order', async () => {
      const stream = uniqueName('stream-');
      const events = newEvents(1_200);
      for (let start = 0; start < events.length; start += 200) {
        await engine().append(stream, events.slice(start, start + 200), {
          expectedRevision: start === 0 ? 'no-stream' : start - 1,
        });
      }

      const read = await collect(engine().read(stream));
      expect(read.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      expect(read.map(({ revision }) => revision)).toEqual(events.map((_, index) => index));
    });

    it('can be left in the middle', async () => {
      const stream = uniqueName('stream-');
      await engine().append(stream, newEvents(10), { expectedRevision: 'no-stream' });

      for await (const { revision } of engine().read(stream)) {
        if (revision === 2) {
          break;
        }
      }

      await expect(engine().append(stream, [newEvent()], { expectedRevision: 9 })).resolves.toEqual({
        revision: 10,
      });
    });
  });
}
