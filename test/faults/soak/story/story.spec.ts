import { acme } from '#libs/contracts/testing';
import { at } from '../../../standins/buildkite/testing/index.js';
import { Truth } from '../checks/truth.js';
import { minuteMs } from '../plan/plan.js';
import { lookAt, lookUpOf, noonMs, passingBuild, smallOutcome, smallPlan } from '../setting/small-run.js';
import { story } from './story.js';

const build = passingBuild(-2 * minuteMs);
const plan = smallPlan([build]);
const outcome = smallOutcome(plan, {
  looks: [lookAt(plan, build, -minuteMs), lookAt(plan, build, 2_000)],
  lookUps: [lookUpOf([build])],
});
const about = {
  what: 'It was otherwise.',
  build: acme.build,
  sha: acme.sha,
  deploy: acme.deploy,
  connection: acme.connection,
  atMs: noonMs,
};
const tell = (fault: Parameters<typeof story>[0], happenings = outcome.happenings) =>
  story(fault, { ...outcome, happenings }, new Truth(plan));

describe('the story of a fault', () => {
  it('tells in order what the script did, what was seen, and what became of the deploy', () => {
    expect(tell(about)).toEqual([
      '11:58:00.000  the script: created, now scheduled',
      '11:58:00.000  the script: scheduled, now scheduled',
      '11:58:10.000  the script: running, now running',
      '11:59:00.000  a look on the log: running, sha 4f2d9a1, started 2026-11-23T11:58:10.000Z, failing -, finished -',
      `12:00:00.000  T of deploy ${acme.deploy}`,
      `12:00:00.250  deploy ${acme.deploy} is registered`,
      '12:00:02.000  a look on the log: running, sha 4f2d9a1, started 2026-11-23T11:58:10.000Z, failing -, finished -',
      '12:00:02.000  the commit is looked up: 1 builds, 0 refusals',
      '12:00:03.000  revision 1, because of sleuth.commit-looked-up.v1: 019a0f6e running (derived)',
      '12:02:00.000  the script: passed, now passed',
    ]);
  });

  it('tells of the trouble nearby, and of none far away', () => {
    const lines = tell(about, [
      { atMs: noonMs + 30_000, what: 'the process is killed' },
      { atMs: noonMs + 30 * minuteMs, what: 'the process is killed again' },
    ]);
    expect(lines).toContain('12:00:30.000  the process is killed');
    expect(lines.join()).not.toContain('killed again');
  });

  it('tells when HEAD resolved', () => {
    const script = [at('0s').running(), at('2026-11-23T11:59:00Z').commitResolved(acme.sha)];
    const head = smallPlan([{ ...build, spec: { ...build.spec, commit: 'HEAD', script } }]);
    const lines = story(about, { ...outcome, plan: head }, new Truth(head));
    expect(lines).toContain(`11:59:00.000  the script: the commit is ${acme.sha}`);
  });

  it('tells when the pipeline was deleted', () => {
    const removed = smallPlan([build], noonMs + minuteMs);
    const lines = story(about, { ...outcome, plan: removed }, new Truth(removed));
    expect(lines).toContain('12:01:00.000  its pipeline is deleted');
  });

  it('is short when a fault is about nothing in particular', () => {
    expect(tell({ what: 'It ended by itself.' })).toEqual([]);
    expect(tell({ what: 'It ended by itself.', build: 'unknown' })).toEqual([]);
  });
});
