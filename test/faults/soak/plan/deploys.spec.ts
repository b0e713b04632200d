import { planOf } from './plan-of.js';
import { buildsOf, minuteMs, secondMs, type Plan } from './plan.js';

const plans = [1, 2, 3].map(planOf);

function deploysOf({ entries }: Plan) {
  return entries.flatMap((entry) => {
    if (entry.what !== 'deploy') return [];
    const { deployedAt } = entry.deploy;
    const timeMs = deployedAt === undefined ? entry.atMs : Date.parse(deployedAt);
    return [{ ...entry.deploy, atMs: entry.atMs, timeMs }];
  });
}

describe('the deploys of a plan', () => {
  it.each(plans)('come in every kind (seed $seed)', (plan) => {
    const kinds = new Set(deploysOf(plan).map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      'ahead',
      'at a change',
      'before its builds',
      'fresh',
      'late',
      'promotion',
      'rollback',
    ]);
  });

  it.each(plans)('are not refused: none lies too far ahead (seed $seed)', (plan) => {
    const ahead = deploysOf(plan).map(({ atMs, timeMs }) => timeMs - atMs);
    expect(Math.max(...ahead)).toBeLessThan(5 * minuteMs);
    expect(Math.max(...ahead)).toBeGreaterThan(0);
    expect(Math.min(...ahead)).toBeLessThan(-10 * minuteMs);
  });

  it.each(plans)('are not refused: none is of the commit that lies there (seed $seed)', (plan) => {
    const there = new Map<string, ReturnType<typeof deploysOf>>();
    for (const deploy of deploysOf(plan)) {
      const place = `${deploy.repository} ${deploy.environment}`;
      const before = there.get(place) ?? [];
      const newest = before.toSorted((one, other) => one.timeMs - other.timeMs).at(-1);
      expect(newest?.sha).not.toBe(deploy.sha);
      const same = before.filter(({ sha }) => sha === deploy.sha);
      expect(same.every(({ timeMs }) => Math.abs(timeMs - deploy.timeMs) > secondMs)).toBe(true);
      there.set(place, [...before, deploy]);
    }
  });

  it.each(plans)(
    'put some commits into two environments and some back where they were (seed $seed)',
    (plan) => {
      const places = Map.groupBy(deploysOf(plan), ({ sha }) => sha);
      const environments = [...places.values()].map(
        (all) => new Set(all.map(({ environment }) => environment)),
      );
      expect(environments.some(({ size }) => size === 2)).toBe(true);
      const again = [...places.values()].filter(
        (all) => new Set(all.map(({ environment }) => environment)).size < all.length,
      );
      expect(again.length).toBeGreaterThan(3);
    },
  );

  it.each(plans)('now and then precede their builds, now and then hit a change (seed $seed)', (plan) => {
    const changes = Map.groupBy(
      buildsOf(plan).flatMap(({ sha, spec }) =>
        (spec.script ?? []).map(({ at }) => ({ sha, atMs: Date.parse(at) })),
      ),
      ({ sha }) => sha,
    );
    const hit = deploysOf(plan).filter(({ kind, sha, timeMs }) =>
      changes.get(sha)?.some(({ atMs }) => kind === 'at a change' && Math.abs(atMs - timeMs) <= 1_500),
    );
    expect(hit.length).toBeGreaterThan(2);
    const created = Map.groupBy(buildsOf(plan), ({ sha }) => sha);
    const early = deploysOf(plan).filter(({ sha, timeMs }) =>
      created.get(sha)?.every(({ spec }) => Date.parse(spec.createdAt) > timeMs),
    );
    expect(early.length).toBeGreaterThan(3);
  });
});
