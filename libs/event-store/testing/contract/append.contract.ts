import { RevisionConflict } from '../../errors.js';
import { collect } from '../collect.js';
import { newEvent, newEvents, uniqueName } from '../new-events.js';
import type { Engine } from './event-store-contract.js';

export function appendContract(engine: Engine): void {
  const stored = async (stream: string) => (await collect(engine().read(stream))).map(({ id }) => id);

  describe('appending', () => {
    it('begins a stream at revision 0 and tells the revision of the last event', async () => {
      const stream = uniqueName('stream-');

      await expect(engine().append(stream, [newEvent()], { expectedRevision: 'no-stream' })).resolves.toEqual(
        {
          revision: 0,
        },
      );
      await expect(engine().append(stream, newEvents(3), { expectedRevision: 0 })).resolves.toEqual({
        revision: 3,
      });
    });

    it.each([
      ['a stream that is there', 'no-stream', 1],
      ['a revision that has been passed', 0, 1],
      ['a revision that is not there yet', 2, 1],
    ] as const)('refuses %s and writes nothing', async (_, expectedRevision, actual) => {
      const stream = uniqueName('stream-');
      const events = newEvents(2);
      await engine().append(stream, events, { expectedRevision: 'no-stream' });

      const refused = engine().append(stream, [newEvent()], { expectedRevision });

      await expect(refused).rejects.toBeInstanceOf(RevisionConflict);
      await expect(refused).rejects.toMatchObject({ stream, expected: expectedRevision, actual });
      expect(await stored(stream)).toEqual(events.map(({ id }) => id));
    });

    it('refuses a revision of a stream that is not there', async () => {
      const stream = uniqueName('stream-');

      await expect(engine().append(stream, [newEvent()], { expectedRevision: 0 })).rejects.toMatchObject({
        code: 'revision-conflict',
        actual: 'no-stream',
      });
      expect(await stored(stream)).toEqual([]);
    });

    it('refuses to append nothing', async () => {
      await expect(
        engine().append(uniqueName('stream-'), [], { expectedRevision: 'no-stream' }),
      ).rejects.toBeInstanceOf(RangeError);
    });

    it('keeps streams apart, whatever one name has of the other', async () => {
      const stream = uniqueName('stream-');
      await engine().append(stream, newEvents(2), { expectedRevision: 'no-stream' });

      await expect(
        engine().append(`${stream}.1`, [newEvent()], { expectedRevision: 'no-stream' }),
      ).resolves.toEqual({ revision: 0 });
      expect(await stored(stream)).toHaveLength(2);
    });

    it('takes a large event', async () => {
      const stream = uniqueName('stream-');
      const large = newEvent('☃'.repeat(150_000));

      await engine().append(stream, [large], { expectedRevision: 'no-stream' });

      const [read] = await collect(engine().read(stream));
      expect(read?.data).toEqual(large.data);
    });
  });

  describe('repeating an append', () => {
    it('resolves as it did the first time and writes nothing', async () => {
      const stream = uniqueName('stream-');
      const first = newEvents(2);
      const second = newEvents(3);
      await engine().append(stream, first, { expectedRevision: 'no-stream' });
      await engine().append(stream, second, { expectedRevision: 1 });

      await expect(engine().append(stream, second, { expectedRevision: 1 })).resolves.toEqual({
        revision: 4,
      });
      await expect(engine().append(stream, first, { expectedRevision: 'no-stream' })).resolves.toEqual({
        revision: 1,
      });
      expect(await stored(stream)).toEqual([...first, ...second].map(({ id }) => id));
    });

    it('is recognised however many events have come behind it', async () => {
      const stream = uniqueName('stream-');
      const first = [newEvent()];
      await engine().append(stream, first, { expectedRevision: 'no-stream' });
      for (let revision = 0; revision < 5; revision += 1) {
        await engine().append(stream, [newEvent()], { expectedRevision: revision });
      }

      await expect(engine().append(stream, first, { expectedRevision: 'no-stream' })).resolves.toEqual({
        revision: 0,
      });
      expect(await stored(stream)).toHaveLength(6);
    });

    it('is safe while the first is still on its way', async () => {
      const stream = uniqueName('stream-');
      const events = newEvents(2);

      const outcomes = await Promise.all(
        Array.from({ length: 5 }, () => engine().append(stream, events, { expectedRevision: 'no-stream' })),
      );

      expect(outcomes).toEqual(Array.from({ length: 5 }, () => ({ revision: 1 })));
      expect(await stored(stream)).toEqual(events.map(({ id }) => id));
    });

    it('is a conflict when other events took its place', async () => {
      const stream = uniqueName('stream-');
      await engine().append(stream, newEvents(2), { expectedRevision: 'no-stream' });

      await expect(
        engine().append(stream, newEvents(2), { expectedRevision: 'no-stream' }),
      ).rejects.toMatchObject({ code: 'revision-conflict', actual: 1 });
    });
  });
}
