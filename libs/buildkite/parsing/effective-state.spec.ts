import { effectiveState, isKnownState } from './effective-state.js';

describe('the effective state of a build', () => {
  it.each([
    'creating',
    'scheduled',
    'running',
    'passed',
    'failing',
    'failed',
    'canceling',
    'canceled',
    'skipped',
  ])('is its state: %s', (state) => {
    expect(effectiveState({ state, blocked: false })).toBe(state);
    expect(isKnownState(state)).toBe(true);
  });

  it('is blocked when it is blocked, whatever state it had before', () => {
    expect(effectiveState({ state: 'passed', blocked: true, blocked_state: 'passed' })).toBe('blocked');
  });

  it('is passed again once nothing blocks it', () => {
    expect(effectiveState({ state: 'passed', blocked: false, blocked_state: '' })).toBe('passed');
  });

  it('does not need the flag, which replies of 2015 lack', () => {
    expect(effectiveState({ state: 'failed' })).toBe('failed');
  });

  it.each(['waiting_failed', 'quarantined', 'Passed'])('keeps the unknown state %s verbatim', (state) => {
    expect(effectiveState({ state, blocked: false })).toBe(state);
    expect(isKnownState(state)).toBe(false);
  });

  it('reads the British spelling', () => {
    expect(effectiveState({ state: 'cancelled' })).toBe('canceled');
  });

  it.each([null, '', {}, undefined])('is unknown when Buildkite writes %j', (state) => {
    expect(effectiveState({ state })).toBe('unknown');
  });

  it('takes only a true flag for blocked', () => {
    expect(effectiveState({ state: 'passed', blocked: 'true' })).toBe('passed');
    expect(effectiveState({ state: 'passed', blocked: null })).toBe('passed');
  });
});
