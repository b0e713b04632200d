import { countingBuilds, verdictOf } from './verdict.js';

const build = (id: string, number: number, state: string, pipeline = 'web') => ({
  id,
  number,
  state,
  pipeline: { id: pipeline },
});

describe('The build of a pipeline that counts', () => {
  it('is the one with the highest number', () => {
    expect([...countingBuilds([build('a', 9, 'failed'), build('b', 10, 'passed')])]).toEqual(['b']);
  });

  it('is one for every pipeline', () => {
    const builds = [build('a', 1, 'passed', 'web'), build('b', 7, 'running', 'api')];
    expect(countingBuilds(builds)).toEqual(new Set(['a', 'b']));
  });

  it.each(['skipped', 'not_run', 'canceled'])('is not a %s one if there is another', (state) => {
    expect([...countingBuilds([build('a', 9, 'failed'), build('b', 10, state)])]).toEqual(['a']);
  });

  it('is the highest of those passed over if there is no other', () => {
    expect([...countingBuilds([build('a', 9, 'skipped'), build('b', 10, 'canceled')])]).toEqual(['b']);
  });

  it('does not depend on the order in which builds come, even for equal numbers', () => {
    const builds = [build('a', 9, 'passed'), build('b', 9, 'failed')];
    expect(countingBuilds(builds)).toEqual(countingBuilds(builds.toReversed()));
  });

  it('is none without builds', () => {
    expect(countingBuilds([]).size).toBe(0);
  });
});

describe('The verdict', () => {
  it.each(['failed', 'failing'])('is failed if any counting build is %s', (state) => {
    expect(verdictOf(['passed', 'running', state])).toBe('failed');
  });

  it.each(['creating', 'scheduled', 'running', 'canceling', 'blocked', 'quarantined'])(
    'is pending if none failed and any is %s',
    (state) => {
      expect(verdictOf(['passed', state])).toBe('pending');
    },
  );

  it('is passed if any passed and the others say nothing', () => {
    expect(verdictOf(['skipped', 'passed', 'canceled', 'not_run'])).toBe('passed');
  });

  it('is none when no build says anything', () => {
    expect(verdictOf(['skipped', 'canceled', 'not_run'])).toBe('none');
    expect(verdictOf([])).toBe('none');
  });
});
