import { ManualClock } from '#libs/platform/testing';
import { SharedTime } from './shared-time.js';

const hourMs = 3_600_000;

function setUp() {
  const clock = new ManualClock();
  const machine = new ManualClock();
  const time = new SharedTime(clock, machine);
  return {
    clock,
    machine,
    time,
    excess: (aheadMs: number, id = 'a') => time.excess(id, time.now() + aheadMs),
  };
}

describe('shared time', () => {
  it('is what the clock shows', () => {
    const { clock, time } = setUp();
    expect(time.now()).toBe(clock.now().getTime());
  });

  it('waits for a clock that is behind by no more than a window', async () => {
    const { excess, machine } = setUp();
    expect(excess(60_000)).toBe(0);
    await machine.advance(hourMs);
    expect(excess(60_000)).toBe(0);
  });

  it('believes a clock that stays far behind, and says by how much', async () => {
    const { excess, machine } = setUp();
    expect(excess(hourMs)).toBe(0);
    await machine.advance(1_999);
    expect(excess(hourMs)).toBe(0);
    await machine.advance(1);
    expect(excess(hourMs)).toBe(hourMs);
  });

  it('does not believe one that only heard late how another was turned', async () => {
    const { excess, machine, clock } = setUp();
    expect(excess(hourMs)).toBe(0);
    await clock.advance(hourMs);
    expect(excess(0)).toBe(0);
    await machine.advance(2_000);
    expect(excess(hourMs)).toBe(0);
  });

  it('judges each document by itself', async () => {
    const { excess, machine } = setUp();
    excess(hourMs, 'a');
    await machine.advance(2_000);
    expect(excess(hourMs, 'b')).toBe(0);
    expect(excess(0, 'b')).toBe(0);
    expect(excess(hourMs, 'a')).toBe(hourMs);
  });
});
