import { readArguments } from './arguments.js';
import { planOf } from './plan/plan-of.js';
import { buildsOf } from './plan/plan.js';

const build = buildsOf(planOf(1))[0]?.spec.id ?? '';

describe('the command line', () => {
  it('asks for one seed, or for many', () => {
    expect(readArguments([]).seeds).toEqual([1]);
    expect(readArguments(['--seed', '7']).seeds).toEqual([7]);
    expect(readArguments(['--seeds', '3-5']).seeds).toEqual([3, 4, 5]);
  });

  it('narrows the plan', () => {
    expect(readArguments([]).narrowing).toEqual({});
    expect(readArguments(['--only', build, '--until', '300', '--calm']).narrowing).toEqual({
      only: build,
      until: 300,
      calm: true,
    });
  });

  it('shrinks what fails unless it is told not to', () => {
    expect(readArguments([]).shrinks).toBe(true);
    expect(readArguments(['--no-shrink']).shrinks).toBe(false);
  });

  it('names a file as Jest does', () => {
    expect(readArguments(['--json', '--outputFile=out.json']).outputFile).toBe('out.json');
    expect(readArguments([]).outputFile).toBeUndefined();
  });

  it.each([
    [['--seed', 'x'], '--seed is not a whole number: x'],
    [['--until', '-1'], /until/],
    [['--seeds', '5-3'], '--seeds is not a range such as 1-20: 5-3'],
    [['--seeds', '5'], '--seeds is not a range such as 1-20: 5'],
    [['--json'], '--json needs --outputFile=<file>.'],
    [['--sed', '1'], /--sed/],
    [['--only', 'typo'], /^--only names no build and no commit of the plan of seed 1: typo\. Give it/],
    [['--seeds', '1-2', '--only', build], /the plan of seed 2/],
  ])('is refused when it makes no sense: %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});
