import { planOf } from './plan-of.js';
import { buildsOf, minuteMs, type Entry, type Plan } from './plan.js';

const seeds = [1, 2, 3, 4, 5];
const plans = seeds.map(planOf);

function entries<What extends Entry['what']>(plan: Plan, what: What) {
  return plan.entries.filter((entry) => entry.what === what) as Extract<Entry, { what: What }>[];
}

describe('the plan of a seed', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planOf(1)).toEqual(plans[0]);
    expect(plans[1]?.entries).not.toEqual(plans[0]?.entries);
  });

  it.each(plans)('has 1,000 builds, 40 pipelines, 200 deploys and 20 kills (seed $seed)', (plan) => {
    expect(buildsOf(plan)).toHaveLength(1_000);
    expect(plan.pipelines).toHaveLength(40);
    expect(entries(plan, 'deploy')).toHaveLength(200);
    expect(entries(plan, 'kill')).toHaveLength(20);
  });

  it.each(plans)('is in the order of time, and ends when it ends (seed $seed)', ({ entries, endMs }) => {
    const times = entries.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(Math.max(...times)).toBeLessThanOrEqual(endMs + 30 * minuteMs);
  });

  it.each(plans)('builds each repository with several pipelines, others too (seed $seed)', (plan) => {
    const perRepository = Map.groupBy(plan.pipelines, ({ repository }) => repository);
    expect([...perRepository.values()].every((pipelines) => pipelines.length >= 3)).toBe(true);
    const isDeployed = new Map(plan.repositories.map((one) => [one.name, one.isDeployed]));
    const undeployed = buildsOf(plan).filter(({ repository }) => isDeployed.get(repository) === false);
    expect(undeployed.length).toBeGreaterThan(100);
    expect(undeployed.length).toBeLessThan(700);
    expect(entries(plan, 'deploy').every(({ deploy }) => isDeployed.get(deploy.repository))).toBe(true);
  });

  it.each(plans)('has every kind of trouble (seed $seed)', (plan) => {
    const faults = entries(plan, 'fault').map(({ fault }) => fault);
    const scopes = new Set(faults.flatMap((fault) => (fault.kind === 'rate-limit' ? [fault.scope] : [])));
    expect([...scopes].sort()).toEqual(['rest', 'rest_user']);
    const kinds = new Set(faults.map(({ kind }) => kind));
    for (const kind of ['status', 'html', 'slow', 'delay', 'cut'] as const) expect(kinds).toContain(kind);
    expect(entries(plan, 'rename').length).toBeGreaterThan(4);
    expect(entries(plan, 'remove')).toHaveLength(3);
    const conducts = entries(plan, 'webhooks').map(({ conduct }) => conduct);
    for (const trouble of ['lose', 'double', 'delayShare', 'reorder'] as const)
      expect(Math.max(...conducts.map((conduct) => conduct[trouble]))).toBeGreaterThan(0);
  });

  it.each(plans)('lets every kill be followed by a time when all is well again (seed $seed)', (plan) => {
    const order = plan.entries.flatMap(({ what }) => (what === 'kill' || what === 'await' ? [what] : []));
    expect(order.at(-1)).toBe('await');
    expect(order.filter((what) => what === 'await').length).toBeGreaterThan(8);
  });

  it.each(plans)('builds nothing in a pipeline that is deleted (seed $seed)', (plan) => {
    const removed = new Map(plan.pipelines.map(({ id, removedAtMs }) => [id, removedAtMs]));
    const late = buildsOf(plan).filter(
      ({ pipeline, spec }) => Date.parse(spec.createdAt) >= (removed.get(pipeline) ?? Infinity),
    );
    expect(late).toEqual([]);
    const renamed = entries(plan, 'rename').map(({ pipeline }) => removed.get(pipeline));
    expect(renamed.every((at) => at === null)).toBe(true);
  });
});
