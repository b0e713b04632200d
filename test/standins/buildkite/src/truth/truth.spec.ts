import fc from 'fast-check';
import { aBuild, NOON, sha } from '../../testing/a-build.js';
import { startBuildkiteStandIn } from '../../testing/start.js';
import { at } from '../build/at.js';
import type { StepSpec } from '../build/build-spec.js';
import { truthAt, truthChanges } from './truth.js';

const build = aBuild({
  commit: 'HEAD',
  script: [
    at('1s').running(),
    at('2s').commitResolved(sha(7)),
    at('4s').failing(),
    at('6s').blocked(),
    at('9s').deleted(),
  ],
});

describe('the truth about a build', () => {
  it('is told in full for an instant', () => {
    expect(truthAt(build, NOON + 6_500)).toEqual({
      id: build.id,
      number: 1,
      organization: 'acme',
      pipelineId: build.pipelineId,
      at: '2026-03-01T12:00:06.500Z',
      createdAt: '2026-03-01T12:00:00.000Z',
      state: 'blocked',
      blocked: true,
      commit: sha(7),
      startedAt: '2026-03-01T12:00:01.000Z',
      failingAt: '2026-03-01T12:00:04.000Z',
      finishedAt: '2026-03-01T12:00:06.000Z',
    });
  });

  it('is that there is none before its creation and after its deletion', () => {
    const nothing = {
      state: null,
      blocked: false,
      commit: null,
      startedAt: null,
      failingAt: null,
      finishedAt: null,
    };
    expect(truthAt(build, NOON - 1)).toMatchObject(nothing);
    expect(truthAt(build, NOON + 9_000)).toMatchObject(nothing);
  });

  it('is of that instant, not of a later one', () => {
    expect(truthAt(build, NOON + 1_999)).toMatchObject({ state: 'running', commit: 'HEAD', failingAt: null });
  });
});

describe('the changes of a build', () => {
  /** `second state` of each change. */
  const changes = (...script: StepSpec[]): string[] =>
    truthChanges(aBuild({ script })).map(
      (change) => `${String((Date.parse(change.at) - NOON) / 1_000)} ${String(change.state)}`,
    );

  it('begin with its creation and end with its deletion', () => {
    expect(changes(at('1s').scheduled(), at('5s').blocked(), at('9s').deleted())).toEqual([
      '0 creating',
      '1 scheduled',
      '5 blocked',
      '9 null',
    ]);
  });

  it('include a failure that was taken back, a retry and another finish', () => {
    expect(
      changes(
        at('0s').scheduled(),
        at('1s').running(),
        at('2s').failing(),
        at('3s').running(),
        at('4s').failed(),
        at('60s').retried(),
        at('90s').passed(),
      ),
    ).toEqual(['0 scheduled', '1 running', '2 failing', '3 running', '4 failed', '60 running', '90 passed']);
  });

  it('leave out what does not show: steps that change no state, and states that last no millisecond', () => {
    expect(
      changes(
        at('1s').running(),
        at('2s').metaDataSet('a', 'b'),
        at('3s').running(),
        at('4s').failing(),
        at('4s').failed(),
      ),
    ).toEqual(['0 creating', '1 running', '4 failed']);
  });

  it('say of every instant what the truth of the instant says', () => {
    const steps = fc.array(
      fc.record({
        second: fc.nat(20),
        change: fc.constantFrom<StepSpec['change']>(
          'running',
          'failing',
          'passed',
          'blocked',
          'retried',
          'deleted',
        ),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(steps, fc.nat(25_000), (script, ms) => {
        const one = aBuild({
          script: script.map((step) => ({ at: `${String(step.second)}s`, change: step.change }) as StepSpec),
        });
        const last = truthChanges(one).findLast((change) => Date.parse(change.at) <= NOON + ms);
        expect(last?.state).toBe(truthAt(one, NOON + ms).state);
      }),
    );
  });

  it('are told by the control API, those to come included', async () => {
    const bk = await startBuildkiteStandIn();
    try {
      await bk.addPipeline('app');
      const { id } = await bk.addBuild({
        pipeline: 'app',
        commit: sha(1),
        script: [at('10s').running(), at('3m').passed()],
      });
      expect(await bk.truthChanges(id)).toEqual([
        { at: '2026-03-01T12:00:00.000Z', state: 'creating' },
        { at: '2026-03-01T12:00:10.000Z', state: 'running' },
        { at: '2026-03-01T12:03:00.000Z', state: 'passed' },
      ]);
      await expect(bk.truthChanges('01950000-0000-7000-8000-000000000009')).rejects.toMatchObject({
        status: 404,
      });
    } finally {
      await bk.close();
    }
  });
});
