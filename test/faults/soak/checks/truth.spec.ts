import { acme } from '#libs/contracts/testing';
import { at } from '../../../standins/buildkite/testing/index.js';
import { minuteMs } from '../plan/plan.js';
import { noonMs, passingBuild, smallPlan } from '../setting/small-run.js';
import { Truth } from './truth.js';

const build = passingBuild(0);
const truth = new Truth(smallPlan([build], noonMs + 20 * minuteMs));

describe('the truth about a build', () => {
  it('is what its script says of an instant', () => {
    expect(truth.stateAt(acme.build, noonMs - 1)).toBeNull();
    expect(truth.stateAt(acme.build, noonMs)).toBe('scheduled');
    expect(truth.stateAt(acme.build, noonMs + 10_000)).toBe('running');
    expect(truth.stateAt(acme.build, noonMs + 4 * minuteMs)).toBe('passed');
    expect(truth.finishedAt(acme.build, noonMs + minuteMs)).toBeNull();
    expect(truth.finishedAt(acme.build, noonMs + 5 * minuteMs)).toBe('2026-11-23T12:04:00.000Z');
  });

  it('tells every change, and how many lie in between', () => {
    expect(truth.changes(acme.build).map(({ change, state }) => `${change}: ${state}`)).toEqual([
      'created: scheduled',
      'scheduled: scheduled',
      'running: running',
      'passed: passed',
    ]);
    expect(truth.changesBetween(acme.build, noonMs, noonMs + 10_000)).toBe(1);
    expect(truth.changesBetween(acme.build, noonMs + 10_000, noonMs + 5 * minuteMs)).toBe(1);
    expect(truth.changesBetween(acme.build, -Infinity, Infinity)).toBe(4);
  });

  it('does not count what leaves the state as it is', () => {
    const script = [at('0s').running(), at('1m').commitResolved(acme.sha), at('2m').metaDataSet('a', 'b')];
    const head = { ...build, spec: { ...build.spec, script } };
    expect(new Truth(smallPlan([head])).changes(acme.build)).toHaveLength(2);
  });

  it('finds the builds of a commit that were there by a time', () => {
    expect(truth.builds('shop', acme.sha, noonMs)).toEqual([build]);
    expect(truth.builds('shop', acme.sha, noonMs - 1)).toEqual([]);
    expect(truth.builds('docs', acme.sha, noonMs)).toEqual([]);
    expect(truth.builds('shop', 'b'.repeat(40), noonMs)).toEqual([]);
  });

  it('knows when a pipeline is deleted', () => {
    expect(truth.removedAtMs(build)).toBe(noonMs + 20 * minuteMs);
    expect(new Truth(smallPlan([build])).removedAtMs(build)).toBe(Infinity);
  });

  it('is asked for no build that is not planned', () => {
    expect(() => truth.changes('other')).toThrow('The plan has no build other.');
  });
});
