import { acme } from '#libs/contracts/testing';
import { at } from '../../../standins/buildkite/testing/index.js';
import { minuteMs, type PlannedBuild } from '../plan/plan.js';
import {
  lookAt,
  lookUpOf,
  passingBuild,
  smallOutcome,
  smallPlan,
  withContent,
} from '../setting/small-run.js';
import { nameOf, untruths } from './true-states.js';
import { Truth } from './truth.js';

/** How many faults of each kind are found. */
function found(
  build: PlannedBuild,
  lookMs: readonly number[],
  change: object = {},
  removedMs: number | null = null,
) {
  const plan = smallPlan([build], removedMs);
  const outcome = smallOutcome(plan, {
    looks: lookMs.map((ms) => lookAt(plan, build, ms)),
    lookUps: [lookUpOf([build])],
  });
  const [told] = outcome.revisions[0]?.content.builds ?? [];
  const builds = told === undefined ? [] : [{ ...told, ...change }];
  const { wrongBuilds, wrongObserved, wrongDerived } = untruths(
    withContent(outcome, { builds }),
    new Truth(plan),
  );
  return [wrongBuilds.length, wrongObserved.length, wrongDerived.length];
}

const passed = passingBuild(-10 * minuteMs);
const running = passingBuild(-2 * minuteMs);

describe('a snapshot against the scripts', () => {
  it('is true when it says what they say', () => {
    expect(found(passed, [-8 * minuteMs, 2_000])).toEqual([0, 0, 0]);
    expect(found(running, [-minuteMs, 2_000])).toEqual([0, 0, 0]);
  });

  it('must not be wrong about what it calls observed', () => {
    expect(found(passed, [2_000], { state: 'failed' })).toEqual([0, 1, 0]);
  });

  it('must not be wrong about what it calls derived', () => {
    expect(found(running, [-minuteMs, 2_000], { state: 'scheduled' })).toEqual([0, 0, 1]);
  });

  it('may be wrong about what it calls uncertain or last-known', () => {
    for (const certainty of ['uncertain', 'last-known'])
      expect(found(running, [-minuteMs, 2_000], { state: 'scheduled', certainty })).toEqual([0, 0, 0]);
  });

  it('may be wrong about what it calls derived when the build changed twice in between, but not otherwise', () => {
    const twice = {
      ...running,
      spec: {
        ...running.spec,
        script: [at('0s').scheduled(), at('10s').running(), at('1m55s').failing(), at('2m1s').retried()],
      },
    };
    const wrong = { state: 'running', certainty: 'derived' };
    expect(found(twice, [-minuteMs, 2_000], wrong)).toEqual([0, 0, 0]);
    expect(found(twice, [-minuteMs, -1_000, 2_000], wrong)).toEqual([0, 0, 1]);
  });

  it('reckons with a look that came at the end of its second', () => {
    const twice = {
      ...running,
      spec: {
        ...running.spec,
        script: [at('0s').scheduled(), at('10s').running(), at('1m55s').failing(), at('2m2s500ms').retried()],
      },
    };
    expect(found(twice, [-minuteMs, 2_000], { state: 'running', certainty: 'derived' })).toEqual([0, 0, 0]);
  });

  it('must not hold a build that was created afterwards', () => {
    const later = passingBuild(minuteMs);
    expect(found(later, [2 * minuteMs])).toEqual([0, 0, 0]);
    const plan = smallPlan([later]);
    const outcome = smallOutcome(smallPlan([passed]), {
      looks: [lookAt(smallPlan([passed]), passed, 2_000)],
      lookUps: [lookUpOf([passed])],
    });
    expect(untruths(outcome, new Truth(plan)).wrongBuilds).toMatchObject([{ build: acme.build }]);
  });

  it('must hold every build that was there, unless its pipeline was deleted before anybody could look', () => {
    const plan = smallPlan([passed]);
    const outcome = smallOutcome(plan, { looks: [], lookUps: [lookUpOf([])] });
    expect(untruths(outcome, new Truth(plan)).wrongBuilds).toHaveLength(1);
    const gone = smallPlan([passed], Date.parse(passed.spec.createdAt) + minuteMs);
    expect(untruths(outcome, new Truth(gone)).wrongBuilds).toEqual([]);
  });

  it('says what it is about', () => {
    const plan = smallPlan([passed]);
    const outcome = smallOutcome(plan, { looks: [], lookUps: [lookUpOf([])] });
    expect(untruths(outcome, new Truth(plan)).wrongBuilds).toEqual([
      {
        what: `The snapshot of deploy ${acme.deploy} lacks build ${acme.build}.`,
        deploy: acme.deploy,
        sha: acme.sha,
        build: acme.build,
        connection: acme.connection,
        atMs: Date.parse(acme.deployedAt),
      },
    ]);
  });

  it('knows a repository by its name', () => {
    expect(nameOf('github.com/acme/shop')).toBe('shop');
  });
});
