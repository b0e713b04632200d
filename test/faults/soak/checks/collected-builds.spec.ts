import { acme } from '#libs/contracts/testing';
import { at } from '../../../standins/buildkite/testing/index.js';
import { minuteMs } from '../plan/plan.js';
import { lookAt, noonMs, passingBuild, smallOutcome, smallPlan } from '../setting/small-run.js';
import { uncollectedBuilds } from './collected-builds.js';
import { Truth } from './truth.js';

const build = passingBuild(-10 * minuteMs);

function faults(lookMs: readonly number[], { of = build, removedAtMs = null as number | null } = {}) {
  const plan = smallPlan([of], removedAtMs);
  const outcome = smallOutcome(plan, { looks: lookMs.map((ms) => lookAt(plan, of, ms)), lookUps: [] });
  return uncollectedBuilds(outcome, new Truth(plan)).map(({ what }) => what);
}

describe('the builds that Buildkite showed', () => {
  it('are on the log as they ended', () => {
    expect(faults([-9 * minuteMs, -minuteMs])).toEqual([]);
  });

  it('are missed when nothing tells of them', () => {
    expect(faults([])).toEqual([`Build ${acme.build} (passed) is not on the log.`]);
  });

  it('are missed when their end is', () => {
    expect(faults([-9 * minuteMs])).toEqual([
      `Build ${acme.build} (passed) is passed since 2026-11-23T11:54:00.000Z and was seen last as running since it began.`,
    ]);
  });

  it('are missed when they ended once more', () => {
    const script = [at('0s').running(), at('1m').passed(), at('2m').retried(), at('3m').passed()];
    const again = { ...build, spec: { ...build.spec, script } };
    expect(faults([-8.5 * minuteMs], { of: again })).toHaveLength(1);
    expect(faults([-8.5 * minuteMs, -minuteMs], { of: again })).toEqual([]);
  });

  it('are not looked for through another connection, nor in repositories that nobody deploys', () => {
    const plan = smallPlan([build]);
    const outcome = smallOutcome(plan, { looks: [lookAt(plan, build, 0)], lookUps: [] });
    const through = (connection: string) => ({
      all: [connection],
      ofRepository: new Map([['shop', connection]]),
    });
    expect(uncollectedBuilds({ ...outcome, connections: through('other') }, new Truth(plan))).toHaveLength(1);
    const none = { all: [], ofRepository: new Map<string, string>() };
    expect(uncollectedBuilds({ ...outcome, connections: none }, new Truth(plan))).toEqual([]);
  });

  it('need not be there when their pipeline was deleted at once, nor as they ended when it was deleted then', () => {
    const createdMs = noonMs - 10 * minuteMs;
    expect(faults([], { removedAtMs: createdMs + 5 * minuteMs })).toEqual([]);
    expect(faults([], { removedAtMs: createdMs + 28 * minuteMs })).toHaveLength(1);
    expect(faults([-9 * minuteMs], { removedAtMs: createdMs + 28 * minuteMs })).toEqual([]);
    expect(faults([-9 * minuteMs], { removedAtMs: createdMs + 40 * minuteMs })).toHaveLength(1);
  });
});
