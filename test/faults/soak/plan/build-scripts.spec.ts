import { planBuild, truthAt } from '../../../standins/buildkite/testing/index.js';
import { kinds, plannedLife } from './build-scripts.js';
import { diceOf } from './dice.js';
import { minuteMs } from './plan.js';

const bornMs = Date.UTC(2026, 2, 1, 13);
const farMs = bornMs + 24 * 60 * minuteMs;
const sha = 'a1'.repeat(20);
const dice = diceOf(1, 'lives');
const lives = Array.from({ length: 3_000 }, () => plannedLife(dice, sha, bornMs, farMs));

function endOf({ script }: (typeof lives)[number]): string | null {
  const place = {
    id: '01950000-0000-7000-8000-000000000001',
    number: 1,
    organization: 'acme',
    pipelineId: '01950000-0000-7000-9000-000000000001',
    sequence: 1,
    createdAtMs: bornMs,
  };
  return truthAt(planBuild({ pipeline: 'app', commit: sha, script }, place), farMs).state;
}

describe('the lives of builds', () => {
  it('come in every kind', () => {
    const met = new Set(lives.map(({ kind }) => kind));
    expect([...met].sort()).toEqual(Object.keys(kinds).sort());
  });

  it('go forward in time from the creation on', () => {
    for (const { script } of lives) {
      const times = script.map(({ at }) => Date.parse(at));
      expect([bornMs, ...times]).toEqual([bornMs, ...times].toSorted((one, other) => one - other));
    }
  });

  it.each([
    ['retried', /passed|failed/],
    ['unblocked', /passed/],
    ['blocked for good', /blocked/],
    ['blocked, then canceled', /canceled/],
    ['skipped', /skipped/],
    ['skipped late', /skipped/],
    ['not run', /not_run/],
    ['under way', /running/],
  ] as const)('end as their kind says: %s', (kind, end) => {
    const ofKind = lives.filter((life) => life.kind === kind);
    expect(ofKind.length).toBeGreaterThan(0);
    for (const life of ofKind) expect(endOf(life)).toMatch(end);
  });

  it('show a commit only when HEAD resolves', () => {
    const resolving = new Set(
      lives.flatMap(({ kind, script }) =>
        script.some(({ change }) => change === 'commit-resolved') ? [kind] : [],
      ),
    );
    expect([...resolving].sort()).toEqual([
      'HEAD, resolved',
      'HEAD, resolved in meta-data',
      'HEAD, resolved late',
    ]);
  });

  it('stop at the end of the run', () => {
    const endMs = bornMs + minuteMs;
    const short = Array.from({ length: 200 }, () => plannedLife(dice, sha, bornMs, endMs));
    const times = short.flatMap(({ script }) => script.map(({ at }) => Date.parse(at)));
    expect(Math.max(...times)).toBeLessThan(endMs);
    expect(times.length).toBeGreaterThan(200);
  });
});
