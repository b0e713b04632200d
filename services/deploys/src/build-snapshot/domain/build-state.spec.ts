import { howFarAlong, isSettled, isUnknown } from './build-state.js';

describe('Build states', () => {
  it.each(['passed', 'failed', 'canceled', 'skipped', 'not_run', 'blocked'])('%s is settled', (state) => {
    expect(isSettled(state)).toBe(true);
    expect(isUnknown(state)).toBe(false);
  });

  it.each(['creating', 'scheduled', 'running', 'failing', 'canceling'])('%s is not settled', (state) => {
    expect(isSettled(state)).toBe(false);
    expect(isUnknown(state)).toBe(false);
  });

  it.each(['waiting', 'waiting_failed', 'quarantined', '', 'PASSED', 'constructor'])(
    '%j is unknown, and so not settled',
    (state) => {
      expect(isSettled(state)).toBe(false);
      expect(isUnknown(state)).toBe(true);
    },
  );

  it('go from creating to finished', () => {
    const way = ['passed', 'blocked', 'canceling', 'failing', 'running', 'scheduled', 'creating'];
    expect(way.sort((one, other) => howFarAlong(one) - howFarAlong(other))).toEqual([
      'creating',
      'scheduled',
      'running',
      'failing',
      'canceling',
      'blocked',
      'passed',
    ]);
  });

  it('are as far along when unknown as when running', () => {
    expect(howFarAlong('quarantined')).toBe(howFarAlong('running'));
  });
});
