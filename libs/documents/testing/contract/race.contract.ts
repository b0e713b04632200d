import type { Collection, Documents } from '../../port.js';
import { freshCollections } from './fresh-collections.js';

interface Counter {
  readonly id: string;
  readonly revision: number;
  readonly by: string;
}

/** Every number from 1 to `count` once, in an order that is neither rising nor falling. */
function shuffled(count: number): number[] {
  return Array.from({ length: count }, (_, index) => ((index * 13) % count) + 1);
}

export function raceContract(open: () => Promise<Documents>): void {
  describe('writing at the same time', () => {
    const fresh = freshCollections(open);
    let counters: Collection<Counter>;

    beforeEach(async () => {
      counters = await fresh.collection<Counter>([{ fields: ['by'] }]);
    });

    it('keeps the highest revision of 32 newer ones', async () => {
      const revisions = shuffled(32);
      const written = await Promise.all(
        revisions.map((revision) => counters.putNewer([{ id: 'one', revision, by: `writer ${revision}` }])),
      );

      expect(await counters.get('one')).toEqual({ id: 'one', revision: 32, by: 'writer 32' });
      expect(written[revisions.indexOf(32)]).toEqual(['one']);
      expect(await counters.count({})).toBe(1);
    });

    it('keeps the highest revision of many documents in overlapping calls', async () => {
      const ids = Array.from({ length: 10 }, (_, index) => `counter ${index}`);
      await Promise.all(
        shuffled(16).map((revision) => counters.putNewer(ids.map((id) => ({ id, revision, by: 'someone' })))),
      );
      expect((await counters.find({ where: {} })).map(({ revision }) => revision)).toEqual(ids.map(() => 16));
    });

    it('inserts a document once, however many try', async () => {
      const outcomes = await Promise.all(
        shuffled(32).map((writer) =>
          counters.insertMissing([{ id: 'one', revision: 1, by: `writer ${writer}` }]),
        ),
      );

      const winners = outcomes.flatMap((written, index) => (written.length > 0 ? [shuffled(32)[index]] : []));
      expect(winners).toHaveLength(1);
      expect((await counters.get('one'))?.by).toBe(`writer ${winners[0]}`);
    });

    it('lets one of many replace an expected revision', async () => {
      await counters.put([{ id: 'one', revision: 1, by: 'nobody' }]);
      const outcomes = await Promise.all(
        shuffled(32).map((writer) => counters.replace({ id: 'one', revision: 2, by: `writer ${writer}` }, 1)),
      );

      expect(outcomes.filter(Boolean)).toHaveLength(1);
      const winner = shuffled(32)[outcomes.indexOf(true)];
      expect(await counters.get('one')).toEqual({ id: 'one', revision: 2, by: `writer ${winner}` });
    });

    it('lets one of many be the first', async () => {
      const outcomes = await Promise.all(
        shuffled(32).map((writer) =>
          counters.replace({ id: 'one', revision: 1, by: `${writer}` }, undefined),
        ),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    });

    it('counts right when everyone reads, adds one and replaces until it works', async () => {
      await counters.put([{ id: 'one', revision: 0, by: 'nobody' }]);
      const addOne = async (by: string): Promise<void> => {
        const current = await counters.get('one');
        const revision = current?.revision ?? 0;
        if (!(await counters.replace({ id: 'one', revision: revision + 1, by }, revision))) return addOne(by);
      };

      await Promise.all(Array.from({ length: 12 }, (_, index) => addOne(`writer ${index}`)));
      expect((await counters.get('one'))?.revision).toBe(12);
    });

    it('lets one of many have a unique key', async () => {
      const labels = await fresh.collection<{ id: string; label: string }>([
        { fields: ['label'], unique: true },
      ]);
      const outcomes = await Promise.allSettled(
        shuffled(16).map((writer) => labels.put([{ id: `connection ${writer}`, label: 'main' }])),
      );

      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await labels.count({ label: 'main' })).toBe(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'duplicate-key' });
      }
    });
  });
}
