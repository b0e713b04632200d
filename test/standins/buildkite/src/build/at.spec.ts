import { at } from './at.js';

describe('the steps of a script', () => {
  it('are said by their names', () => {
    expect(at('3m').passed()).toEqual({ at: '3m', change: 'passed' });
    expect(at('2026-03-01T12:00:00Z').notRun()).toEqual({ at: '2026-03-01T12:00:00Z', change: 'not_run' });
    expect(at('1s').state('waiting_failed')).toEqual({ at: '1s', change: 'state', state: 'waiting_failed' });
  });

  it('carry what they are given, and nothing that they are not', () => {
    expect(at('1s').failing()).toEqual({ at: '1s', change: 'failing' });
    expect(at('1s').failed('test')).toEqual({ at: '1s', change: 'failed', job: 'test' });
    expect(at('1s').retried({ movesStartedAt: true })).toEqual({
      at: '1s',
      change: 'retried',
      movesStartedAt: true,
    });
    expect(at('1s').canceling()).toEqual({ at: '1s', change: 'canceling' });
    expect(at('1s').canceling('newer build')).toEqual({
      at: '1s',
      change: 'canceling',
      reason: 'newer build',
    });
    expect(at('1s').metaDataSet('a', 'b')).toEqual({
      at: '1s',
      change: 'meta-data-set',
      key: 'a',
      value: 'b',
    });
  });

  it('have the defaults of Buildkite', () => {
    expect(at('1s').blocked()).toEqual({ at: '1s', change: 'blocked', blockedState: 'passed' });
    expect(at('1s').commitResolved('abc')).toEqual({
      at: '1s',
      change: 'commit-resolved',
      commit: 'abc',
      shownIn: 'both',
    });
  });

  it.each(['scheduled', 'running', 'unblocked', 'canceled', 'skipped', 'deleted'] as const)(
    'know %s',
    (change) => {
      expect(at('1s')[change]()).toEqual({ at: '1s', change });
    },
  );
});
