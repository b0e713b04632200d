import { StandInClock } from './stand-in-clock.js';

const NOON = Date.UTC(2026, 2, 1, 12);

describe('a frozen clock', () => {
  it('shows where it stands until it is turned', () => {
    const clock = new StandInClock('frozen', NOON);
    expect(clock.read()).toEqual({ version: 1, now: NOON, mode: 'frozen' });
    clock.turnTo(NOON + 5);
    expect(clock.read()).toEqual({ version: 2, now: NOON + 5, mode: 'frozen' });
    expect(clock.now()).toBe(NOON + 5);
  });

  it('may be turned to where it stands, which is a turn nevertheless', () => {
    const clock = new StandInClock('frozen', NOON);
    clock.turnTo(NOON);
    expect(clock.read().version).toBe(2);
  });

  it('does not run backwards, and stays where it was', () => {
    const clock = new StandInClock('frozen', NOON);
    expect(() => clock.turnTo(NOON - 1)).toThrow(new RangeError('time does not run backwards'));
    expect(clock.read()).toMatchObject({ version: 1, now: NOON });
  });
});

describe('a clock that runs with the machine', () => {
  it('shows its time and keeps its version', () => {
    const clock = new StandInClock('real', NOON);
    const before = Date.now();
    expect(clock.now()).toBeGreaterThanOrEqual(before);
    expect(clock.read()).toMatchObject({ version: 1, mode: 'real' });
    expect(() => clock.turnTo(Date.now() + 1_000_000)).toThrow('cannot be turned');
  });
});
