import fc from 'fast-check';
import type { SnapshotBuild } from '#libs/contracts';
import { aDeploy, connection, iso } from '../testing/facts.js';
import { histories, lookInto, type History } from '../testing/history.js';
import { longRun, patience, runs } from '../testing/runs.js';
import { changesBetween, shownAt } from '../testing/script.js';
import { snapshotContent } from './snapshot-content.js';

const cases = 8000;

/** The build of the history as its deploy's snapshot has it. */
function snapshotOf(history: History): SnapshotBuild | undefined {
  const looks = history.asked.map((at) => lookInto(history, at));
  const id = looks[0]?.build.id ?? '';
  const actions = history.told.map(({ at, by }) => ({ at: iso(at), by }));
  const { builds } = snapshotContent({
    deploy: aDeploy(iso(history.deployedAt)),
    connection,
    looks,
    lookUps: [],
    jobActions: new Map([[id, actions]]),
  });
  return builds[0];
}

function isKnown({ asked, resolvedAt }: History): boolean {
  return asked.some((at) => at >= resolvedAt);
}

/**
 * How often the script changed the build between the last look before T and the first from T on. Where several looks
 * fell into such a second, between the outermost of them, since their `Date` does not tell which was which.
 */
function changesBetweenItsTwoLooks({ script, asked, deployedAt }: History): number {
  const cut = (at: number) => Math.floor(at / 1000);
  const before = asked.findLast((at) => at < deployedAt);
  const after = asked.find((at) => at >= deployedAt);
  if (before === undefined || after === undefined) throw new Error('There are no looks on both sides of T.');
  const from = asked.find((at) => cut(at) === cut(before)) ?? before;
  const to = asked.findLast((at) => cut(at) === cut(after)) ?? after;
  return changesBetween(script, from, to);
}

describe('A snapshot against the script of what really happened', () => {
  it(
    'holds a build whose SHA is known exactly when it had been created by T',
    () => {
      fc.assert(
        fc.property(histories, (history) => {
          const wasThere = shownAt(history.script, history.deployedAt) !== undefined;
          expect(snapshotOf(history) !== undefined).toBe(isKnown(history) && wasThere);
        }),
        { numRuns: runs(cases / 4) },
      );
    },
    patience(cases),
  );

  it(
    'is never wrong where it says observed, and where it says derived only after two changes unseen',
    () => {
      const met = new Map<string, number>();
      fc.assert(
        fc.property(histories, (history) => {
          const build = snapshotOf(history);
          if (build === undefined) return;
          const right = build.state === shownAt(history.script, history.deployedAt)?.state;
          const outcome = `${build.certainty} ${right ? 'right' : 'wrong'}`;
          met.set(outcome, (met.get(outcome) ?? 0) + 1);
          if (right) return;
          expect(build.certainty).not.toBe('observed');
          if (build.certainty === 'derived') {
            expect(changesBetweenItsTwoLooks(history)).toBeGreaterThanOrEqual(2);
          }
        }),
        { numRuns: runs(cases) },
      );
      report(met);
      for (const certainty of ['observed', 'derived', 'uncertain', 'last-known']) {
        expect(met.get(`${certainty} right`) ?? 0).toBeGreaterThan(runs(cases) / 100);
      }
    },
    patience(cases),
  );
});

/** Says how often each certainty was met, when a long run was asked for. */
function report(met: ReadonlyMap<string, number>): void {
  if (longRun() === undefined) return;
  const total = [...met.values()].reduce((sum, count) => sum + count, 0);
  for (const [outcome, count] of [...met].sort()) {
    process.stdout.write(`${outcome.padEnd(18)} ${count} (${((100 * count) / total).toFixed(1)} %)\n`);
  }
}
