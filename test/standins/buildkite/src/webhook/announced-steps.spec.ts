import { aBuild, NOON } from '../../testing/a-build.js';
import { at } from '../build/at.js';
import type { BuildSpec } from '../build/build-spec.js';
import { Builds } from '../build/builds.js';
import { planScript } from '../build/plan-script.js';
import { AnnouncedSteps } from './announced-steps.js';

const second = (count: number): number => NOON + count * 1_000;

let builds: Builds;
let steps: AnnouncedSteps;

beforeEach(() => {
  builds = new Builds();
  steps = new AnnouncedSteps(builds);
});

function add(number: number, ...script: NonNullable<BuildSpec['script']>): void {
  builds.add(aBuild({ script, jobs: [], number }, { number, sequence: number }));
}

/** `number event` of what is announced at some second after noon. */
function taken(count: number): string[] {
  return steps.take(second(count)).map(({ build, event }) => `${String(build.record.number)} ${event.event}`);
}

describe('what is announced', () => {
  it('is what happens after the beginning, each step once', () => {
    add(1, at('0s').scheduled(), at('5s').running(), at('9s').passed());
    steps.begin(NOON);
    expect(steps.nextMs()).toBe(second(5));
    expect(taken(5)).toEqual(['1 build.running']);
    expect(taken(8)).toEqual([]);
    expect(taken(30)).toEqual(['1 build.finished']);
    expect(steps.nextMs()).toBeUndefined();
  });

  it('comes in the order of time, and of one instant in the order in which the builds were added', () => {
    steps.begin(NOON);
    add(2, at('5s').running());
    add(1, at('5s').running(), at('3s').scheduled());
    add(3, at('4s').running());
    expect(taken(10)).toEqual(['1 build.scheduled', '3 build.running', '1 build.running', '2 build.running']);
  });

  it('is of a build that is added now what happens now, not what had happened before', () => {
    steps.begin(NOON);
    expect(taken(5)).toEqual([]);
    add(1, at('2s').scheduled(), at('5s').running(), at('6s').passed());
    expect(steps.nextMs()).toBe(second(5));
    expect(taken(5)).toEqual(['1 build.running']);
    expect(taken(6)).toEqual(['1 build.finished']);
  });

  it('is what a script is extended by, even at an instant that was announced already', () => {
    add(1, at('5s').scheduled());
    steps.begin(NOON);
    expect(taken(5)).toEqual(['1 build.scheduled']);
    const [build] = builds.all();
    if (build === undefined) throw new Error('no build');
    builds.extend(build, planScript([at('5s').running(), at('7s').passed()], NOON, second(5)));
    expect(taken(5)).toEqual(['1 build.running']);
    expect(taken(7)).toEqual(['1 build.finished']);
  });

  it('survives that other builds are forgotten', () => {
    steps.begin(NOON);
    add(1, at('5s').running(), at('6s').passed());
    builds.add(aBuild({ number: 2, script: [at('5s').running()] }, { number: 2, pipelineId: 'other' }));
    expect(taken(5)).toHaveLength(3);
    builds.removePipeline('other');
    expect(taken(6)).toEqual(['1 build.finished']);
  });
});
