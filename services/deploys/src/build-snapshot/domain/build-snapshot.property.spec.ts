import fc from 'fast-check';
import { connection, organization } from '../testing/facts.js';
import { patience, runs } from '../testing/runs.js';
import { dice, looksOf, lookUpsOf, shuffled, worlds, type Fact, type World } from '../testing/world.js';
import { buildSnapshot, type BuildSnapshot, type BuildSnapshotEvent } from './build-snapshot.js';
import { sameContent } from '#libs/contracts';
import { gatherStatus } from './gathering.js';
import { snapshotContent } from './snapshot-content.js';

const cases = 250;

/** What the stream holds when the facts come one by one, each of them handled when it comes. */
function revisionsOf({ deploy, facts }: World): BuildSnapshotEvent[] {
  const stored: Fact[] = [];
  const events: BuildSnapshotEvent[] = [];
  let state: BuildSnapshot = buildSnapshot.initialState;
  for (const fact of facts) {
    stored.push(fact);
    const gathered = { deploy, connection, looks: looksOf(stored), lookUps: lookUpsOf(stored) };
    if (gatherStatus(gathered) === 'collecting') continue;
    const decided = buildSnapshot.decide(
      {
        type: 'TakeSnapshot',
        organization,
        deploy,
        connection,
        content: snapshotContent(gathered),
        because: [{ type: fact.type, id: null }],
        at: '2026-03-02T11:00:00.000Z',
      },
      state,
    );
    events.push(...decided);
    state = decided.reduce((last, event) => buildSnapshot.evolve(last, event), state);
  }
  return events;
}

describe('When facts come one by one', () => {
  it(
    'the last revision says the same in any order, with any repeats and delays',
    () => {
      fc.assert(
        fc.property(worlds, dice, ({ deploy, facts }, thrown) => {
          const one = revisionsOf({ deploy, facts }).at(-1)?.data.content;
          const other = revisionsOf({ deploy, facts: shuffled(facts, thrown) }).at(-1)?.data.content;
          expect(other).toEqual(one);
        }),
        { numRuns: runs(cases) },
      );
    },
    patience(cases),
  );

  it(
    'the last revision equals the pure function of all facts',
    () => {
      fc.assert(
        fc.property(worlds, dice, ({ deploy, facts }, thrown) => {
          const last = revisionsOf({ deploy, facts: shuffled(facts, thrown) }).at(-1)?.data.content;
          const gathered = { deploy, connection, looks: looksOf(facts), lookUps: lookUpsOf(facts) };
          const ready = gatherStatus(gathered) === 'ready';
          expect(last).toEqual(ready ? snapshotContent(gathered) : undefined);
        }),
        { numRuns: runs(cases) },
      );
    },
    patience(cases),
  );

  it(
    'revisions are numbered from 1, the first is taken, the others correct it, and each says something new',
    () => {
      fc.assert(
        fc.property(worlds, dice, ({ deploy, facts }, thrown) => {
          const events = revisionsOf({ deploy, facts: shuffled(facts, thrown) });
          events.forEach(({ type, data }, index) => {
            const before = events[index - 1]?.data.content;
            expect(data.revision).toBe(index + 1);
            expect(type).toBe(index === 0 ? 'BuildSnapshotTaken' : 'BuildSnapshotCorrected');
            expect(data.changes.length > 0).toBe(index > 0);
            expect(before !== undefined && sameContent(before, data.content)).toBe(false);
          });
        }),
        { numRuns: runs(cases) },
      );
    },
    patience(cases),
  );

  it(
    'all facts coming again add no revision',
    () => {
      fc.assert(
        fc.property(worlds, ({ deploy, facts }) => {
          const again = revisionsOf({ deploy, facts: [...facts, ...facts] });
          expect(again).toEqual(revisionsOf({ deploy, facts }));
        }),
        { numRuns: runs(cases / 4) },
      );
    },
    patience(cases),
  );
});
