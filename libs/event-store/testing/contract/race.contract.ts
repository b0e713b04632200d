import { RevisionConflict } from '../../errors.js';
import { collect } from '../collect.js';
import { newEvent, newEvents, uniqueName } from '../new-events.js';
import type { Engine } from './event-store-contract.js';

export function raceContract(engine: Engine): void {
  describe('racing for one revision', () => {
    it.each(['no-stream', 0] as const)('lets one of 50 appends behind %s win', async (expectedRevision) => {
      const stream = uniqueName('stream-');
      const start = expectedRevision === 'no-stream' ? [] : [newEvent()];
      if (start.length > 0) {
        await engine().append(stream, start, { expectedRevision: 'no-stream' });
      }
      const racers = Array.from({ length: 50 }, () => newEvents(2));

      const outcomes = await Promise.allSettled(
        racers.map((events) => engine().append(stream, events, { expectedRevision })),
      );

      const winners = racers.filter((_, index) => outcomes[index]?.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') {
          expect(outcome.reason).toBeInstanceOf(RevisionConflict);
        }
      }
      expect((await collect(engine().read(stream))).map(({ id }) => id)).toEqual(
        [...start, ...(winners[0] ?? [])].map(({ id }) => id),
      );
    });

    it('does not let a conflict spoil the appends beside it', async () => {
      const taken = uniqueName('taken-');
      await engine().append(taken, [newEvent()], { expectedRevision: 'no-stream' });
      const free = Array.from({ length: 10 }, () => uniqueName('free-'));

      const conflicts = free.map(() =>
        engine().append(taken, newEvents(3), { expectedRevision: 'no-stream' }),
      );
      const appends = free.map((stream) =>
        engine().append(stream, newEvents(2), { expectedRevision: 'no-stream' }),
      );

      expect((await Promise.allSettled(conflicts)).map(({ status }) => status)).toEqual(
        free.map(() => 'rejected'),
      );
      expect(await Promise.all(appends)).toEqual(free.map(() => ({ revision: 1 })));
    });

    it('loses no update when writers read, append and try again', async () => {
      const stream = uniqueName('counter-');
      const increment = async (): Promise<void> => {
        const revision = (await collect(engine().read(stream))).length - 1;
        try {
          await engine().append(stream, [newEvent()], {
            expectedRevision: revision < 0 ? 'no-stream' : revision,
          });
        } catch (error) {
          if (!(error instanceof RevisionConflict)) {
            throw error;
          }
          await increment();
        }
      };

      await Promise.all(
        Array.from({ length: 8 }, async () => {
          await increment();
          await increment();
        }),
      );

      const read = await collect(engine().read(stream));
      expect(read.map(({ revision }) => revision)).toEqual(Array.from({ length: 16 }, (_, index) => index));
    });
  });
}
