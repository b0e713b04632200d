import type { ObservedBuild } from '#libs/contracts';
import { aDeploy, aLook, aLookUp, connection, sha } from '../testing/facts.js';
import { latestView } from './latest.js';

const at = (second: number, ms = 0) => new Date(Date.UTC(2026, 2, 2, 10, 0, second, ms)).toISOString();
const look = (second: number, id: string, build: Partial<ObservedBuild> = {}) =>
  aLook(at(second), { id, createdAt: at(0), ...build });

/** For a deploy at second 10. */
const latest = (looks: ReturnType<typeof look>[], lookUps = [aLookUp(at(12))]) =>
  latestView({ deploy: aDeploy(at(10)), connection, looks, lookUps });

describe('The latest view', () => {
  it('shows each build as its last look shows it', () => {
    const now = look(40, 'a', { state: 'running', startedAt: at(35) });
    expect(latest([now, look(12, 'a', { state: 'failed', finishedAt: at(9) })])).toEqual({
      asOf: at(40),
      verdict: 'pending',
      builds: [{ ...now.build, lookedAt: at(40), counts: true, afterDeploy: false }],
    });
  });

  it('marks builds created after T, which count here though they are in no revision', () => {
    const view = latest([
      look(12, 'a', { number: 4, state: 'failed', finishedAt: at(9) }),
      look(40, 'b', { number: 5, state: 'passed', createdAt: at(10, 1), finishedAt: at(39) }),
      look(40, 'c', { number: 3, state: 'passed', createdAt: at(10), finishedAt: at(39) }),
    ]);
    expect(view.builds.map(({ id, counts, afterDeploy }) => [id, counts, afterDeploy])).toEqual([
      ['b', true, true],
      ['a', false, false],
      ['c', false, false],
    ]);
    expect(view.verdict).toBe('passed');
  });

  it('has the builds of the commit alone, with their SHA', () => {
    const view = latest([
      look(40, 'a', { commit: 'HEAD', sha: null }),
      look(20, 'a'),
      look(40, 'b', { sha: 'b'.repeat(40) }),
      look(40, 'c', { sha: null }),
    ]);
    expect(view.builds.map(({ id, sha }) => [id, sha])).toEqual([['a', sha]]);
  });

  it('is as of the last time that Buildkite was asked, found or not', () => {
    expect(latest([look(12, 'a')], [aLookUp(at(50)), aLookUp(at(20))]).asOf).toBe(at(50));
    expect(latest([look(12, 'a')], [aLookUp(at(50), { sha: 'b'.repeat(40) })]).asOf).toBe(at(12));
    expect(latest([look(12, 'a')], [aLookUp(at(50), { organization: 'globex' })]).asOf).toBe(at(12));
  });

  it('is empty before anything was asked', () => {
    expect(latest([], [])).toEqual({ asOf: null, verdict: 'none', builds: [] });
  });
});
