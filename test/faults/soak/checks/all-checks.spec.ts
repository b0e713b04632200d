import type { Outcome } from '../play/run-plan.js';
import { minuteMs } from '../plan/plan.js';
import {
  lookAt,
  lookUpOf,
  noonMs,
  passingBuild,
  smallOutcome,
  smallPlan,
  withContent,
  withoutJobs,
} from '../setting/small-run.js';
import { allChecks } from './all-checks.js';
import { Truth } from './truth.js';

const build = passingBuild(-10 * minuteMs);
const plan = smallPlan([build]);
const good = smallOutcome(plan, {
  looks: [lookAt(plan, build, -8 * minuteMs), lookAt(plan, build, 2_000)],
  lookUps: [lookUpOf([build])],
});

function failed(outcome: Outcome): readonly string[] {
  const checks = allChecks(outcome, new Truth(outcome.plan));
  return checks.filter(({ faults }) => faults.length > 0).map(({ name }) => name);
}

const crowded = {
  scope: 'user' as const,
  name: 'Main',
  most: 41,
  limit: 50,
  from: '2026-11-23T12:00:00.000Z',
  whileLimited: 0,
};

describe('the checks of a run', () => {
  it('find nothing against one in which all went well', () => {
    expect(failed(good)).toEqual([]);
    expect(allChecks(good, new Truth(plan)).length).toBeGreaterThan(9);
  });

  it.each<[string, Outcome]>([
    ['every snapshot follows from the facts on the logs', withContent(good, { verdict: 'failed' })],
    ['webhooks were taken', { ...good, deliveries: [] }],
    ['the jobs of the builds of snapshots were looked at', withoutJobs(good)],
    ['what is stored is published and shown', { ...good, keepingFaults: ['Something was never published.'] }],
    ['no record was set aside', { ...good, deadLetters: ['sleuth.deploys.v1.builds.dead-letters: {}'] }],
    ['the log tells of no error', { ...good, output: '{"level":"error","message":"It broke."}\n' }],
    [
      'the process ended only when it was killed, as often as planned',
      { ...good, endedByThemselves: ['connections: 1'] },
    ],
    ['the process ended only when it was killed, as often as planned', { ...good, kills: 1 }],
    ['Buildkite is asked no more often than the ceiling allows', { ...good, windows: [crowded] }],
    ['every build is on the log as it ended', { ...good, looks: new Map() }],
  ])('find what is wrong: %s', (name, outcome) => {
    expect(failed(outcome)).toEqual([name]);
  });

  it.each<[string, number, readonly string[]]>([
    [
      'excuse that the jobs of a pipeline deleted right behind the deploy were not looked at',
      20 * minuteMs,
      [],
    ],
    [
      'do not excuse it when the pipeline was there for longer',
      30 * minuteMs,
      ['the jobs of the builds of snapshots were looked at'],
    ],
  ])('%s', (_name, removedAfterMs, faults) => {
    const early = passingBuild(-60 * minuteMs);
    const removed = smallPlan([early], noonMs + removedAfterMs);
    const looks = [lookAt(removed, early, -50 * minuteMs), lookAt(removed, early, 2_000)];
    const outcome = smallOutcome(removed, { looks, lookUps: [lookUpOf([early])] });
    expect(failed(outcome)).toEqual([]);
    expect(failed(withoutJobs(outcome))).toEqual(faults);
  });

  it('find a deploy without a snapshot, and one that is not complete', () => {
    const none = {
      ...good,
      revisions: [],
      stored: good.stored.filter(({ type }) => type === 'DeployRegistered'),
    };
    expect(failed(none)).toContain('every deploy has a complete snapshot');
    expect(failed(withContent(good, { complete: false }))).toContain('every deploy has a complete snapshot');
  });

  it('find a snapshot that lacks a build', () => {
    expect(failed(withContent(good, { builds: [] }))).toContain(
      'every snapshot has the builds that there were',
    );
  });
});
