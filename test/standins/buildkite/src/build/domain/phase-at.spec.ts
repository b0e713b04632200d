import fc from 'fast-check';
import { at } from '../at.js';
import { aBuild, NOON, sha } from '../../../testing/a-build.js';
import type { StepSpec } from '../build-spec.js';
import { phaseAt, phaseSpanAt } from './phase-at.js';
import { effectiveState } from './phase.js';

const seconds = (count: number): number => NOON + count * 1_000;

/** The states that a script shows at some seconds after the creation. */
function states(script: StepSpec[], ...atSeconds: number[]): (string | undefined)[] {
  const build = aBuild({ script });
  return atSeconds.map((second) => {
    const phase = phaseAt(build, seconds(second));
    return phase === undefined ? undefined : effectiveState(phase);
  });
}

describe('a build on its script', () => {
  it('is not there before its creation and is being created until its first step', () => {
    expect(states([at('2s').scheduled()], -1, 0, 1, 2)).toEqual([
      undefined,
      'creating',
      'creating',
      'scheduled',
    ]);
  });

  it('shows a change from its very instant on', () => {
    const build = aBuild({ script: [at('10s').running()] });
    expect(phaseAt(build, seconds(10) - 1)?.state).toBe('creating');
    expect(phaseAt(build, seconds(10))?.state).toBe('running');
  });

  it('runs from scheduled to passed', () => {
    const script = [at('0s').scheduled(), at('10s').running(), at('3m').passed()];
    expect(states(script, 0, 10, 179, 180, 9_999)).toEqual([
      'scheduled',
      'running',
      'running',
      'passed',
      'passed',
    ]);
    expect(phaseAt(aBuild({ script }), seconds(180))).toMatchObject({
      scheduledAtMs: NOON,
      startedAtMs: seconds(10),
      failingAtMs: null,
      finishedAtMs: seconds(180),
    });
  });

  it('takes the steps in the order of their instants, however they are written', () => {
    const script = [at('3m').passed(), at('10s').running(), at('0s').scheduled()];
    expect(states(script, 0, 10, 180)).toEqual(['scheduled', 'running', 'passed']);
  });

  it('keeps the order of steps of the same instant', () => {
    expect(states([at('5s').running(), at('5s').failing()], 5)).toEqual(['failing']);
  });

  it('fails after failing', () => {
    const build = aBuild({ script: [at('1s').running(), at('4s').failing(), at('9s').failed()] });
    expect(phaseAt(build, seconds(4))).toMatchObject({
      state: 'failing',
      failingAtMs: seconds(4),
      finishedAtMs: null,
    });
    expect(phaseAt(build, seconds(9))).toMatchObject({
      state: 'failed',
      failingAtMs: seconds(4),
      finishedAtMs: seconds(9),
    });
  });

  it.each(['canceled', 'skipped', 'not_run'] as const)('ends as %s without having started', (change) => {
    const build = aBuild({ script: [at('0s').scheduled(), { at: '5s', change }] });
    expect(phaseAt(build, seconds(5))).toMatchObject({
      state: change,
      startedAtMs: null,
      finishedAtMs: seconds(5),
    });
  });

  it('says why it is being canceled', () => {
    const build = aBuild({
      script: [at('1s').running(), at('2s').canceling('newer build'), at('4s').canceled()],
    });
    expect(phaseAt(build, seconds(2))).toMatchObject({
      state: 'canceling',
      cancelReason: 'newer build',
      finishedAtMs: null,
    });
    expect(phaseAt(build, seconds(4))).toMatchObject({
      state: 'canceled',
      cancelReason: 'newer build',
      finishedAtMs: seconds(4),
    });
  });

  it('may show a state that nobody has heard of', () => {
    expect(states([at('1s').state('waiting_failed')], 1)).toEqual(['waiting_failed']);
  });

  it('is gone once it is deleted, whatever the script says afterwards', () => {
    expect(states([at('1s').passed(), at('5s').deleted(), at('6s').running()], 4, 5, 6)).toEqual([
      'passed',
      undefined,
      undefined,
    ]);
  });
});

describe('a blocked build', () => {
  const script = [at('1s').running(), at('5s').blocked(), at('60s').unblocked(), at('90s').passed()];

  it('never shows blocked as its state, has a finish and a flag', () => {
    expect(phaseAt(aBuild({ script }), seconds(5))).toMatchObject({
      state: 'passed',
      blocked: true,
      blockedState: 'passed',
      finishedAtMs: seconds(5),
    });
  });

  it.each(['failed', 'running'] as const)('shows the state that its block step declares: %s', (declared) => {
    const phase = phaseAt(aBuild({ script: [at('5s').blocked(declared)] }), seconds(5));
    expect(phase).toMatchObject({
      state: declared,
      blocked: true,
      blockedState: declared,
      startedAtMs: null,
    });
  });

  it('runs again once it is unblocked, and its finish moves', () => {
    const build = aBuild({ script });
    expect(phaseAt(build, seconds(60))).toMatchObject({
      state: 'running',
      blocked: false,
      blockedState: '',
      finishedAtMs: null,
    });
    expect(phaseAt(build, seconds(90))).toMatchObject({
      state: 'passed',
      startedAtMs: seconds(1),
      finishedAtMs: seconds(90),
    });
  });

  it('that had not started is scheduled when it is unblocked', () => {
    expect(states([at('1s').blocked(), at('5s').unblocked(), at('7s').running()], 1, 5, 7)).toEqual([
      'blocked',
      'scheduled',
      'running',
    ]);
  });
});

describe('a re-opened build', () => {
  const script = [
    at('1s').running(),
    at('4s').failing(),
    at('9s').failed(),
    at('60s').retried(),
    at('90s').passed(),
  ];

  it('runs again without a finish, and is still marked as having failed', () => {
    expect(phaseAt(aBuild({ script }), seconds(60))).toMatchObject({
      state: 'running',
      startedAtMs: seconds(1),
      failingAtMs: seconds(4),
      finishedAtMs: null,
    });
  });

  it('finishes anew at another instant', () => {
    expect(phaseAt(aBuild({ script }), seconds(90))).toMatchObject({
      state: 'passed',
      failingAtMs: seconds(4),
      finishedAtMs: seconds(90),
    });
  });

  it('that fails once more was failing first when it was failing first', () => {
    const again = [...script.slice(0, 4), at('70s').failing(), at('80s').failed()];
    expect(phaseAt(aBuild({ script: again }), seconds(80))).toMatchObject({
      state: 'failed',
      failingAtMs: seconds(4),
      finishedAtMs: seconds(80),
    });
  });

  it('may have its start moved by the retry', () => {
    const moved = aBuild({
      script: [at('1s').running(), at('9s').passed(), at('60s').retried({ movesStartedAt: true })],
    });
    expect([phaseAt(moved, seconds(9))?.startedAtMs, phaseAt(moved, seconds(60))?.startedAtMs]).toEqual([
      seconds(1),
      seconds(60),
    ]);
  });

  it('takes a failure back when it runs on, and keeps the instant of the failure', () => {
    const build = aBuild({ script: [at('1s').running(), at('4s').failing(), at('6s').running()] });
    expect(phaseAt(build, seconds(6))).toMatchObject({ state: 'running', failingAtMs: seconds(4) });
  });
});

describe('the commit of a build', () => {
  const KEY = 'buildkite:git:commit';

  it('is what the build was made for, and the first checkout adds the meta-data', () => {
    const build = aBuild({ commit: sha(7), script: [at('0s').scheduled(), at('3s').running()] });
    expect(phaseAt(build, NOON)?.metaData).toEqual({});
    expect(phaseAt(build, seconds(3))).toMatchObject({ commit: sha(7) });
    expect(phaseAt(build, seconds(3))?.metaData[KEY]).toMatch(
      new RegExp(`^commit ${sha(7)}\nabbrev-commit ${sha(7).slice(0, 7)}\n`),
    );
  });

  it('stays HEAD until it is resolved', () => {
    const build = aBuild({ commit: 'HEAD', script: [at('3s').running()] });
    expect(phaseAt(build, seconds(3))).toMatchObject({ commit: 'HEAD', metaData: {} });
  });

  it.each([
    ['both', sha(7), `commit ${sha(7)}`],
    ['commit', sha(7), undefined],
    ['meta-data', 'HEAD', `commit ${sha(7)}`],
  ] as const)('is resolved in %s', (shownIn, commit, firstLine) => {
    const build = aBuild({
      commit: 'HEAD',
      script: [at('3s').running(), at('9s').commitResolved(sha(7), shownIn)],
    });
    const phase = phaseAt(build, seconds(9));
    expect(phase?.commit).toBe(commit);
    expect(phase?.metaData[KEY]?.split('\n')[0]).toBe(firstLine);
  });

  it('is not touched by other meta-data, nor does meta-data of the build’s maker get lost', () => {
    const build = aBuild({
      metaData: { [KEY]: sha(9) },
      script: [at('1s').running(), at('2s').metaDataSet('release', '1.2')],
    });
    expect(phaseAt(build, seconds(2))?.metaData).toEqual({ [KEY]: sha(9), release: '1.2' });
  });
});

describe('how long a phase holds', () => {
  it('reaches from its step to the next, and from the last one on for ever', () => {
    const build = aBuild({ script: [at('1s').running(), at('4s').passed()] });
    expect(phaseSpanAt(build, seconds(-5))).toMatchObject({ phase: undefined, untilMs: NOON });
    expect(phaseSpanAt(build, seconds(2))).toMatchObject({ fromMs: seconds(1), untilMs: seconds(4) });
    expect(phaseSpanAt(build, seconds(4))).toMatchObject({ fromMs: seconds(4), untilMs: Infinity });
  });

  it('is true of every instant in it, whatever the script', () => {
    const changes = fc.constantFrom<StepSpec['change']>(
      'scheduled',
      'running',
      'failing',
      'passed',
      'failed',
      'blocked',
      'unblocked',
      'retried',
      'canceling',
      'canceled',
      'skipped',
      'deleted',
    );
    const steps = fc.array(fc.record({ second: fc.nat(60), change: changes }), { maxLength: 8 });
    fc.assert(
      fc.property(steps, fc.nat(70), fc.nat(70), (script, first, second) => {
        const build = aBuild({
          script: script.map((step) => ({ at: `${String(step.second)}s`, change: step.change }) as StepSpec),
        });
        const span = phaseSpanAt(build, seconds(first));
        const within = seconds(second) >= span.fromMs && seconds(second) < span.untilMs;
        if (within) expect(phaseAt(build, seconds(second))).toEqual(span.phase);
      }),
      { numRuns: 500 },
    );
  });
});
