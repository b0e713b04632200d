import fc from 'fast-check';
import type { BuildObserved } from '#libs/contracts';
import { aLook, iso } from '../testing/facts.js';
import { histories, lookInto } from '../testing/history.js';
import { nonsense, someSecond } from '../testing/nonsense.js';
import { patience, runs } from '../testing/runs.js';
import { dice } from '../testing/world.js';
import { isReopenedAround } from './reopening.js';
import { isSettled } from './build-state.js';
import { millis } from './instants.js';
import { stateAt } from './state-at.js';

const cases = 3000;

/** The looks up to the second of the first look at or past T. */
function upToAfter(looks: readonly BuildObserved[], deployedAt: string): BuildObserved[] {
  const times = looks.map(({ lookedAt }) => millis(lookedAt));
  const after = Math.min(...times.filter((time) => time >= millis(deployedAt)));
  return looks.filter(({ lookedAt }) => millis(lookedAt) <= after);
}

describe('The state of a build at T', () => {
  it(
    'is not changed by a look after the first one at or past T, whatever the looks show',
    () => {
      fc.assert(
        fc.property(nonsense, someSecond, (looks, deployedAt) => {
          expect(stateAt(looks, deployedAt)).toEqual(stateAt(upToAfter(looks, deployedAt), deployedAt));
        }),
        { numRuns: runs(cases) },
      );
    },
    patience(cases),
  );

  it(
    'is not changed by a later look in any history',
    () => {
      fc.assert(
        fc.property(histories, (history) => {
          const deployedAt = iso(history.deployedAt);
          const looks = history.asked.map((at) => lookInto(history, at));
          expect(stateAt(looks, deployedAt)).toEqual(stateAt(upToAfter(looks, deployedAt), deployedAt));
        }),
        { numRuns: runs(cases / 3) },
      );
    },
    patience(cases),
  );

  it(
    'stays as observed even when jobs are told or earlier looks come in',
    () => {
      fc.assert(
        fc.property(histories, (history) => {
          const deployedAt = iso(history.deployedAt);
          const looks = history.asked.map((at) => lookInto(history, at));
          const known = stateAt(looks.slice(1), deployedAt);
          if (known?.certainty !== 'observed') return;
          const actions = history.told.map(({ at, by }) => ({ at: iso(at), by }));
          expect(stateAt(looks, deployedAt, actions)?.state).toBe(known.state);
        }),
        { numRuns: runs(cases / 3) },
      );
    },
    patience(cases),
  );

  it(
    'is not changed by what jobs tell unless the build was re-opened around T',
    () => {
      const met = new Set<boolean>();
      fc.assert(
        fc.property(histories, (history) => {
          const deployedAt = iso(history.deployedAt);
          const looks = history.asked.map((at) => lookInto(history, at));
          const actions = history.told.map(({ at, by }) => ({ at: iso(at), by }));
          const isReopened = isReopenedAround(looks, deployedAt);
          const isChanged =
            stateAt(looks, deployedAt, actions)?.certainty !== stateAt(looks, deployedAt)?.certainty;
          met.add(isReopened && isChanged);
          if (!isReopened) expect(stateAt(looks, deployedAt, actions)).toEqual(stateAt(looks, deployedAt));
        }),
        { numRuns: runs(cases) },
      );
      expect(met).toEqual(new Set([true, false]));
    },
    patience(cases),
  );

  it(
    'is the same in any order of the looks and with any repeats',
    () => {
      fc.assert(
        fc.property(nonsense, someSecond, dice, (looks, deployedAt, thrown) => {
          const repeated = [...looks, ...looks.filter((_look, index) => (thrown[index] ?? 0) % 2 === 0)];
          const keyed = repeated.map((look, index) => ({ look, key: thrown[index % thrown.length] ?? 0 }));
          const moved = keyed
            .sort((one, other) => one.key - other.key)
            .map(({ look }) => structuredClone(look));
          expect(stateAt(moved, deployedAt)).toEqual(stateAt(looks, deployedAt));
        }),
        { numRuns: runs(cases / 3) },
      );
    },
    patience(cases),
  );

  it(
    'is a word that a look showed, or one of scheduled, running and failing',
    () => {
      fc.assert(
        fc.property(nonsense, someSecond, (looks, deployedAt) => {
          const known = stateAt(looks, deployedAt);
          if (known === undefined) return;
          const shown = looks.map(({ build }) => build.state);
          expect([...shown, 'scheduled', 'running', 'failing']).toContain(known.state);
          expect(looks).toContain(known.look);
          if (known.certainty === 'observed') expect(isSettled(known.state)).toBe(true);
        }),
        { numRuns: runs(cases / 3) },
      );
    },
    patience(cases),
  );

  it(
    'is last-known exactly when nobody looked from T on',
    () => {
      fc.assert(
        fc.property(nonsense, someSecond, (looks, deployedAt) => {
          const known = stateAt(looks, deployedAt);
          if (known === undefined) return;
          const someAfter = looks.some(({ lookedAt }) => millis(lookedAt) >= millis(deployedAt));
          expect(known.certainty === 'last-known').toBe(!someAfter);
        }),
        { numRuns: runs(cases / 3) },
      );
    },
    patience(cases),
  );
});

it('A build that nobody looked at is not there', () => {
  expect(stateAt([], '2026-03-02T10:00:00.000Z')).toBeUndefined();
  expect(stateAt([aLook('2026-03-02T10:00:00.000Z')], '2026-03-02T09:59:59.000Z')).toBeUndefined();
});
