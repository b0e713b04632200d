import { Truth } from '../checks/truth.js';
import { planOf } from '../plan/plan-of.js';
import { buildsOf, minuteMs } from '../plan/plan.js';
import { command, narrower } from './shorter.js';

const plan = planOf(1);
const truth = new Truth(plan);
const build = buildsOf(plan).find(({ sha }) => sha !== null);
const { id: buildId } = build?.spec ?? { id: '' };
const sha = build?.sha ?? '';

describe('a narrower plan', () => {
  it('has first what concerns the fault alone and no trouble, then more and more', () => {
    const candidates = narrower({ what: '', sha, build: buildId }, plan, truth, {});
    expect(candidates.map((one) => Object.keys(one))).toEqual([
      ['only', 'until', 'calm'],
      ['only', 'until'],
      ['only'],
      ['until'],
    ]);
    expect(candidates[0]).toMatchObject({ only: sha });
  });

  it('goes on until the build has changed for the last time', () => {
    const [first] = narrower({ what: '', sha, build: buildId }, plan, truth, {});
    const last = Math.max(...truth.changes(buildId).map(({ atMs }) => atMs));
    expect(first?.until).toBeGreaterThan((last - plan.startMs) / minuteMs);
  });

  it('is never as wide as what has failed already', () => {
    const narrowing = { only: sha, until: 30, calm: true };
    expect(narrower({ what: '', sha, atMs: plan.startMs + 60 * minuteMs }, plan, truth, narrowing)).toEqual(
      [],
    );
  });

  it('is none when the fault is about nothing in particular', () => {
    expect(narrower({ what: 'It ended by itself.' }, plan, truth, {})).toEqual([]);
  });
});

describe('the command that repeats a run', () => {
  it('says what the run was narrowed to', () => {
    expect(command(4, {})).toBe('npm run test:soak -- --seed 4');
    expect(command(4, { only: 'abc', until: 30, calm: true })).toBe(
      'npm run test:soak -- --seed 4 --only abc --until 30 --calm',
    );
  });
});
