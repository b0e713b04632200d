import fc from 'fast-check';
import { aBuild, NOON, sha } from '../../../testing/a-build.js';
import { at } from '../../build/at.js';
import type { StepSpec } from '../../build/build-spec.js';
import { scriptEvents, type ScriptEvent } from './script-events.js';

/** The build events of a script, each with the second of its instant. */
function ofBuild(...script: StepSpec[]): string[] {
  const build = aBuild({ script, jobs: [] });
  return scriptEvents(build, 0, script.length).map(
    ({ event, atMs }) => `${String((atMs - NOON) / 1_000)} ${event}`,
  );
}

describe('the events of a build', () => {
  it('are one for each state that Buildkite announces', () => {
    expect(ofBuild(at('0s').scheduled(), at('5s').running(), at('9s').failing(), at('12s').failed())).toEqual(
      ['0 build.scheduled', '5 build.running', '9 build.failing', '12 build.finished'],
    );
  });

  it.each([
    ['a pass', at('9s').passed()],
    ['a failure', at('9s').failed()],
    ['a cancelation', at('9s').canceled()],
    ['a block step, since there is no event of its own', at('9s').blocked()],
  ])('end with %s', (_, end) => {
    expect(ofBuild(at('1s').running(), end)).toEqual(['1 build.running', '9 build.finished']);
  });

  it('tell of a skipped build, but not of one that was not run, is canceling or in a state unknown', () => {
    expect(ofBuild(at('1s').skipped())).toEqual(['1 build.skipped']);
    expect(ofBuild(at('1s').notRun())).toEqual([]);
    expect(ofBuild(at('1s').canceling())).toEqual([]);
    expect(ofBuild(at('1s').state('waiting_failed'))).toEqual([]);
  });

  it('come once more when a job is retried after the end', () => {
    expect(ofBuild(at('1s').running(), at('3s').failed(), at('60s').retried(), at('70s').passed())).toEqual([
      '1 build.running',
      '3 build.finished',
      '60 build.running',
      '70 build.finished',
    ]);
  });

  it('come once more when a block is lifted', () => {
    expect(ofBuild(at('3s').blocked(), at('60s').unblocked(), at('62s').running())).toEqual([
      '3 build.finished',
      '60 build.scheduled',
      '62 build.running',
    ]);
  });

  it('do not repeat what is so already', () => {
    expect(ofBuild(at('1s').running(), at('2s').running(), at('3s').metaDataSet('a', 'b'))).toEqual([
      '1 build.running',
    ]);
    expect(ofBuild(at('1s').running(), at('2s').commitResolved(sha(2)))).toEqual(['1 build.running']);
  });

  it('are both told of two steps of one instant', () => {
    expect(ofBuild(at('4s').running(), at('4s').passed())).toEqual(['4 build.running', '4 build.finished']);
  });

  it('end with the deletion', () => {
    expect(ofBuild(at('1s').running(), at('2s').deleted(), at('3s').passed())).toEqual(['1 build.running']);
  });
});

describe('the events of jobs', () => {
  const told = (events: readonly ScriptEvent[]): string[] =>
    events.map(({ event, job }) =>
      job === null ? event : `${event} ${job.key}${job.attempt > 0 ? `#${String(job.attempt)}` : ''}`,
    );

  it('follow the beginning of a build and come before its end', () => {
    const script = [at('0s').scheduled(), at('5s').running(), at('9s').passed()];
    expect(told(scriptEvents(aBuild({ script }), 0, 3))).toEqual([
      'build.scheduled',
      'job.scheduled test',
      'build.running',
      'job.started test',
      'job.finished test',
      'build.finished',
    ]);
  });

  it('tell of a retry as a job that is scheduled anew', () => {
    const script = [at('1s').running(), at('3s').failed(), at('60s').retried(), at('65s').running()];
    expect(told(scriptEvents(aBuild({ script }), 2, 4))).toEqual([
      'build.running',
      'job.scheduled test#1',
      'job.started test#1',
    ]);
  });

  it('tell of an unblocked block step as activated', () => {
    const script = [at('1s').running(), at('3s').blocked(), at('60s').unblocked()];
    expect(told(scriptEvents(aBuild({ script }), 2, 3))).toEqual([
      'build.running',
      'job.activated approve-1',
      'job.scheduled release-1',
    ]);
  });

  it('are silent about a waiter, a broken job, and one that is canceled before it starts', () => {
    const jobs = [
      { type: 'script', key: 'docs', name: 'Docs', command: 'make docs', ending: 'broken' },
      { type: 'waiter', key: 'wait' },
      { type: 'script', key: 'late', name: 'Late', command: 'make late' },
    ] as const;
    const canceled = aBuild({ jobs, script: [at('1s').canceled()] });
    expect(told(scriptEvents(canceled, 0, 1))).toEqual(['build.finished']);
    const passed = aBuild({ jobs, script: [at('1s').passed()] });
    expect(told(scriptEvents(passed, 0, 1))).toEqual(['job.finished late', 'build.finished']);
  });
});

describe('the events of a part of a script', () => {
  it('are those of the whole, cut where the part is cut', () => {
    const steps = fc.array(
      fc.constantFrom<StepSpec['change']>(
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
        'not_run',
        'deleted',
      ),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(steps, fc.nat(9), (changes, cut) => {
        const script = changes.map((change, second) => ({ at: `${String(second)}s`, change }) as StepSpec);
        const build = aBuild({ script });
        const middle = Math.min(cut, script.length);
        expect([...scriptEvents(build, 0, middle), ...scriptEvents(build, middle, script.length)]).toEqual(
          scriptEvents(build, 0, script.length),
        );
      }),
    );
  });
});
