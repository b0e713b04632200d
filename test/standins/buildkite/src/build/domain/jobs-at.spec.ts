import fc from 'fast-check';
import { at } from '../at.js';
import { aBuild, NOON } from '../../../testing/a-build.js';
import type { BuildSpec, StepSpec } from '../build-spec.js';
import { failedHard } from './job-attempt.js';
import type { JobPlan } from './job-plan.js';
import { jobsAt } from './jobs-at.js';
import { phaseAt } from './phase-at.js';

const seconds = (count: number): number => NOON + count * 1_000;
const job = (key: string, more: Partial<JobPlan> = {}): JobPlan =>
  ({ type: 'script', key, name: key, command: `make ${key}`, ...more }) as JobPlan;

/** `key:state` of each attempt at some second after the creation. */
function shown(spec: Partial<BuildSpec>, second: number): string[] {
  return jobsAt(aBuild(spec), seconds(second)).map(
    ({ plan, attempt, state }) => `${plan.key}${attempt > 0 ? `#${String(attempt)}` : ''}:${state}`,
  );
}

describe('the jobs of a build that passes', () => {
  const spec = {
    jobs: [job('lint'), job('test')],
    script: [at('1s').scheduled(), at('10s').running(), at('60s').passed()],
  };

  it('are pending, scheduled, running and passed with it', () => {
    expect(shown(spec, 0)).toEqual(['lint:pending', 'test:pending']);
    expect(shown(spec, 1)).toEqual(['lint:scheduled', 'test:scheduled']);
    expect(shown(spec, 10)).toEqual(['lint:running', 'test:running']);
    expect(shown(spec, 60)).toEqual(['lint:passed', 'test:passed']);
  });

  it('have the times of its steps', () => {
    expect(jobsAt(aBuild(spec), seconds(60))[0]).toMatchObject({
      createdAtMs: NOON,
      scheduledAtMs: seconds(1),
      runnableAtMs: seconds(1),
      startedAtMs: seconds(10),
      finishedAtMs: seconds(60),
      exitStatus: 0,
    });
  });

  it('may have failed softly or be broken nevertheless', () => {
    const odd = {
      ...spec,
      jobs: [job('lint', { ending: 'soft-failed' }), job('docs', { ending: 'broken' })],
    };
    expect(shown(odd, 60)).toEqual(['lint:failed', 'docs:broken']);
    const [soft, broken] = jobsAt(aBuild(odd), seconds(60));
    expect(soft).toMatchObject({ softFailed: true, exitStatus: 2 });
    expect(broken).toMatchObject({ softFailed: false, exitStatus: null });
    expect([soft, broken].some((attempt) => attempt !== undefined && failedHard(attempt))).toBe(false);
  });

  it('start behind a wait step only when all before it are done', () => {
    const waiting = {
      ...spec,
      jobs: [job('test'), { type: 'waiter', key: 'wait' }, job('publish')] as JobPlan[],
    };
    expect(shown(waiting, 10)).toEqual(['test:running', 'wait:waiting', 'publish:pending']);
    expect(shown(waiting, 60)).toEqual(['test:passed', 'wait:passed', 'publish:passed']);
  });
});

describe('the jobs of a build that fails', () => {
  const jobs = [job('lint'), job('test'), { type: 'waiter', key: 'wait' } as JobPlan, job('publish')];

  it('fail one first, and the others go on', () => {
    const script = [at('1s').running(), at('5s').failing('test'), at('9s').failed()];
    expect(shown({ jobs, script }, 5)).toEqual([
      'lint:running',
      'test:failed',
      'wait:waiting',
      'publish:pending',
    ]);
    expect(shown({ jobs, script }, 9)).toEqual([
      'lint:passed',
      'test:failed',
      'wait:waiting_failed',
      'publish:waiting_failed',
    ]);
  });

  it('fail the first one that runs when nobody says which', () => {
    expect(shown({ jobs, script: [at('1s').running(), at('9s').failed()] }, 9)[0]).toBe('lint:failed');
  });

  it('fail even when none had started', () => {
    expect(shown({ jobs: [job('test')], script: [at('9s').failed()] }, 9)).toEqual(['test:failed']);
  });
});

describe('a retried job', () => {
  const script = [
    at('1s').running(),
    at('9s').failed(),
    at('60s').retried(),
    at('65s').running(),
    at('90s').passed(),
  ];

  it('is a new attempt, created at the instant of the retry, first scheduled when the old one was', () => {
    const [old, retry] = jobsAt(aBuild({ script }), seconds(60));
    expect(old).toMatchObject({ state: 'failed', retried: true, attempt: 0, finishedAtMs: seconds(9) });
    expect(retry).toMatchObject({
      state: 'scheduled',
      retried: false,
      attempt: 1,
      createdAtMs: seconds(60),
      scheduledAtMs: seconds(1),
      runnableAtMs: seconds(60),
      startedAtMs: null,
      finishedAtMs: null,
    });
  });

  it('starts and ends with the build', () => {
    expect(shown({ script }, 65)).toEqual(['test:failed', 'test#1:running']);
    expect(shown({ script }, 90)).toEqual(['test:failed', 'test#1:passed']);
  });

  it('may be one that had passed', () => {
    const passed = [at('1s').running(), at('9s').passed(), at('60s').retried(), at('90s').failed()];
    expect(shown({ script: passed }, 60)).toEqual(['test:passed', 'test#1:scheduled']);
    expect(shown({ script: passed }, 90)).toEqual(['test:passed', 'test#1:failed']);
  });

  it('is the one that failed, though others ended after it', () => {
    const failed = [at('1s').running(), at('5s').failing('lint'), at('9s').failed(), at('60s').retried()];
    expect(shown({ jobs: [job('lint'), job('test')], script: failed }, 60)).toEqual([
      'lint:failed',
      'lint#1:scheduled',
      'test:passed',
    ]);
  });

  it('may be named, and lets what waited for it wait again', () => {
    const jobs = [job('lint'), job('test'), { type: 'waiter', key: 'wait' } as JobPlan, job('publish')];
    const named = [at('1s').running(), at('9s').failed('test'), at('60s').retried({ job: 'lint' })];
    expect(shown({ jobs, script: named }, 60)).toEqual([
      'lint:passed',
      'lint#1:scheduled',
      'test:failed',
      'wait:waiting',
      'publish:waiting',
    ]);
  });

  it('is there when a failure is taken back while the build runs', () => {
    const takenBack = [at('1s').running(), at('4s').failing(), at('6s').running()];
    expect(shown({ script: takenBack }, 6)).toEqual(['test:failed', 'test#1:running']);
  });
});

describe('the jobs of a blocked build', () => {
  const script = [
    at('1s').running(),
    at('9s').blocked(),
    at('60s').unblocked(),
    at('65s').running(),
    at('90s').passed(),
  ];

  it('come with a block step and what it holds back, unless they are spelled out', () => {
    expect(shown({ script }, 9)).toEqual(['test:passed', 'approve-1:blocked', 'release-1:pending']);
  });

  it('go on when it is unblocked, at an instant that the block step tells', () => {
    expect(shown({ script }, 60)).toEqual(['test:passed', 'approve-1:unblocked', 'release-1:scheduled']);
    expect(jobsAt(aBuild({ script }), seconds(60))[1]).toMatchObject({ unblockedAtMs: seconds(60) });
    expect(shown({ script }, 90)).toEqual(['test:passed', 'approve-1:unblocked', 'release-1:passed']);
  });

  it('have one block step for each time it is blocked', () => {
    const twice = [at('1s').running(), at('9s').blocked(), at('20s').unblocked(), at('30s').blocked()];
    expect(shown({ script: twice }, 30)).toEqual([
      'test:passed',
      'approve-1:unblocked',
      'release-1:passed',
      'approve-2:blocked',
      'release-2:pending',
    ]);
  });

  it('never run when the build fails before its block step', () => {
    const failed = [at('1s').running(), at('9s').failed(), at('20s').retried(), at('30s').blocked()];
    expect(shown({ script: failed }, 9)).toEqual([
      'test:failed',
      'approve-1:blocked_failed',
      'release-1:waiting_failed',
    ]);
    expect(shown({ script: failed }, 30)).toEqual([
      'test:failed',
      'test#1:passed',
      'approve-1:blocked',
      'release-1:waiting',
    ]);
  });
});

describe('the jobs of a build that is stopped', () => {
  it('are told to stop and then are canceled; what had not started is canceled at once', () => {
    const jobs = [job('test'), { type: 'waiter', key: 'wait' } as JobPlan, job('publish')];
    const script = [at('1s').running(), at('5s').canceling(), at('7s').canceled()];
    expect(shown({ jobs, script }, 5)).toEqual(['test:canceling', 'wait:canceled', 'publish:canceled']);
    expect(shown({ jobs, script }, 7)).toEqual(['test:canceled', 'wait:canceled', 'publish:canceled']);
  });

  it.each(['skipped', 'not_run'] as const)('are skipped in a build that is %s', (change) => {
    expect(shown({ script: [at('0s').scheduled(), { at: '5s', change }] }, 5)).toEqual(['test:skipped']);
  });
});

it('builds that ended have no job left that runs, whatever happened to them before', () => {
  const changes = fc.constantFrom<StepSpec['change']>(
    'scheduled',
    'running',
    'failing',
    'blocked',
    'unblocked',
    'retried',
    'failed',
    'passed',
    'canceling',
  );
  const steps = fc.array(fc.record({ second: fc.nat(60), change: changes }), { maxLength: 8 });
  const end = fc.constantFrom<StepSpec['change']>('passed', 'failed', 'canceled');
  fc.assert(
    fc.property(steps, end, (script, ending) => {
      const all = [...script, { second: 61, change: ending }];
      const build = aBuild({
        script: all.map((step) => ({ at: `${String(step.second)}s`, change: step.change }) as StepSpec),
      });
      expect(phaseAt(build, seconds(61))?.state).toBe(ending);
      const running = jobsAt(build, seconds(61)).filter((attempt) =>
        ['running', 'scheduled', 'canceling'].includes(attempt.state),
      );
      expect(running.filter((attempt) => attempt.plan.key === 'test')).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
