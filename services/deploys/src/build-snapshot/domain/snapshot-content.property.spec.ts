import fc from 'fast-check';
import { connection } from '../testing/facts.js';
import { nonsense, someSecond } from '../testing/nonsense.js';
import { aDeploy } from '../testing/facts.js';
import { patience, runs } from '../testing/runs.js';
import {
  dice,
  jobActionsOf,
  looksOf,
  lookUpsOf,
  shuffled,
  worlds,
  type Fact,
  type World,
} from '../testing/world.js';
import { canonicalJson } from '#libs/contracts';
import { gatherStatus } from './gathering.js';
import { latestView } from './latest.js';
import { snapshotContent } from './snapshot-content.js';

const cases = 1000;

function everythingOf({ deploy, facts }: World): string {
  const gathered = {
    deploy,
    connection,
    looks: looksOf(facts),
    lookUps: lookUpsOf(facts),
    jobActions: jobActionsOf(facts, deploy.organization),
  };
  return canonicalJson({
    content: snapshotContent(gathered),
    status: gatherStatus(gathered),
    latest: latestView(gathered),
  });
}

describe('For any set of facts', () => {
  it(
    'content, status and latest view are the same in any order and with any repeats',
    () => {
      fc.assert(
        fc.property(worlds, dice, ({ deploy, facts }, thrown) => {
          expect(everythingOf({ deploy, facts: shuffled(facts, thrown) })).toBe(
            everythingOf({ deploy, facts }),
          );
        }),
        { numRuns: runs(cases) },
      );
    },
    patience(cases),
  );

  it(
    'they are so for facts that no history explains',
    () => {
      fc.assert(
        fc.property(nonsense, someSecond, dice, (looks, deployedAt, thrown) => {
          const facts = looks.map((data): Fact => ({ type: 'look', data }));
          const deploy = aDeploy(deployedAt);
          expect(everythingOf({ deploy, facts: shuffled(facts, thrown) })).toBe(
            everythingOf({ deploy, facts }),
          );
        }),
        { numRuns: runs(cases) },
      );
    },
    patience(cases),
  );

  it(
    'only builds of the same tenant, repository, SHA and connection are in it',
    () => {
      fc.assert(
        fc.property(worlds, ({ deploy, facts }) => {
          const looks = looksOf(facts);
          const { builds } = snapshotContent({ deploy, connection, looks, lookUps: [] });
          for (const { id, repository, sha, counts } of builds) {
            const seen = looks.filter(({ build }) => build.id === id);
            expect(seen.every((look) => look.organization === deploy.organization)).toBe(true);
            expect(seen.every((look) => look.connection === connection)).toBe(true);
            expect({ repository, sha }).toEqual({ repository: deploy.repository, sha: deploy.sha });
            expect(typeof counts).toBe('boolean');
          }
        }),
        { numRuns: runs(cases) },
      );
    },
    patience(cases),
  );

  it(
    'exactly one build of each pipeline counts',
    () => {
      fc.assert(
        fc.property(worlds, ({ deploy, facts }) => {
          const { builds } = snapshotContent({ deploy, connection, looks: looksOf(facts), lookUps: [] });
          const pipelines = builds.map(({ pipeline }) => pipeline.id);
          const counting = builds.filter(({ counts }) => counts).map(({ pipeline }) => pipeline.id);
          expect(counting.toSorted()).toEqual([...new Set(pipelines)].toSorted());
        }),
        { numRuns: runs(cases) },
      );
    },
    patience(cases),
  );
});
