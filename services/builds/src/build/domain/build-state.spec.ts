import { isOpen, openStates } from './build-state.js';

describe('a build', () => {
  it.each([...openStates])('that is %s goes on by itself', (state) => {
    expect(isOpen(state)).toBe(true);
  });

  it.each(['passed', 'failed', 'canceled', 'skipped', 'not_run', 'blocked'])(
    'that is %s does not',
    (state) => {
      expect(isOpen(state)).toBe(false);
    },
  );

  it.each(['quarantined', 'waiting_failed', 'unknown'])('in the unknown state %s may go on', (state) => {
    expect(isOpen(state)).toBe(true);
  });
});
