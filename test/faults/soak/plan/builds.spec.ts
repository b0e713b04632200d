import { planOf } from './plan-of.js';
import { buildsOf, minuteMs } from './plan.js';

const plan = planOf(7);
const builds = buildsOf(plan);

describe('the builds of a plan', () => {
  it('are all different', () => {
    expect(new Set(builds.map(({ spec }) => spec.id)).size).toBe(builds.length);
  });

  it('begin before anybody looks, but not before the first look reaches', () => {
    const first = Math.min(...builds.map(({ spec }) => Date.parse(spec.createdAt)));
    expect(first).toBeLessThan(plan.startMs);
    expect(first).toBeGreaterThan(plan.startMs - 45 * minuteMs);
  });

  it('are rebuilt from builds of the same pipeline that were there before', () => {
    const known = new Map(builds.map((build) => [build.spec.id, build]));
    const rebuilt = builds.filter(({ spec }) => spec.rebuiltFrom !== undefined);
    expect(rebuilt.length).toBeGreaterThan(20);
    for (const { pipeline, spec } of rebuilt) {
      const parent = known.get(spec.rebuiltFrom ?? '');
      expect(parent?.pipeline).toBe(pipeline);
      expect(Date.parse(parent?.spec.createdAt ?? '')).toBeLessThan(Date.parse(spec.createdAt));
    }
  });

  it('are more in a rush than one page of a list holds', () => {
    const times = builds.map(({ spec }) => Date.parse(spec.createdAt)).sort((one, other) => one - other);
    const most = Math.max(
      ...times.map((from) => times.filter((time) => time >= from && time < from + 4 * minuteMs).length),
    );
    expect(most).toBeGreaterThan(100);
  });

  it('are of a commit unless HEAD never resolves', () => {
    const unknown = builds.filter(({ sha }) => sha === null);
    expect(unknown.length).toBeGreaterThan(5);
    expect(unknown.every(({ kind }) => kind.startsWith('HEAD'))).toBe(true);
    const shown = builds.filter(({ kind }) => !kind.startsWith('HEAD'));
    expect(shown.every(({ sha, spec }) => spec.commit === sha)).toBe(true);
    const short = builds.filter(({ kind }) => kind.startsWith('HEAD')).map(({ spec }) => spec.commit);
    expect(short).toContain('HEAD');
    expect(short.some((commit) => commit.length === 7)).toBe(true);
  });

  it('are of the same commit in a repository that is none of its, now and then', () => {
    const repositories = Map.groupBy(builds, ({ sha }) => sha);
    const forked = [...repositories.values()].filter(
      (all) => new Set(all.map(({ repository }) => repository)).size > 1,
    );
    expect(forked.length).toBeGreaterThan(5);
  });
});
