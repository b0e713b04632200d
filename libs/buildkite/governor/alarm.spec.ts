import { jest } from '@jest/globals';
import { ManualClock } from '#libs/platform/testing';
import { Alarm } from './alarm.js';

function setUp() {
  const clock = new ManualClock();
  const ring = jest.fn();
  const fail = jest.fn();
  return { clock, ring, fail, alarm: new Alarm(clock, ring, fail) };
}

describe('an alarm', () => {
  it('rings once, in time', async () => {
    const { clock, ring, alarm } = setUp();
    alarm.set(1_000, 0);
    await clock.advance(999);
    expect(ring).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(ring).toHaveBeenCalledTimes(1);
    await clock.advance(10_000);
    expect(ring).toHaveBeenCalledTimes(1);
  });

  it('can be moved, forwards and back', async () => {
    const { clock, ring, alarm } = setUp();
    alarm.set(5_000, 0);
    alarm.set(1_000, 0);
    alarm.set(2_000, 0);
    await clock.advance(1_999);
    expect(ring).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(ring).toHaveBeenCalledTimes(1);
    expect(clock.sleeping).toBe(0);
  });

  it('can be put off for good, and then nobody sleeps', async () => {
    const { clock, ring, fail, alarm } = setUp();
    alarm.set(1_000, 0);
    alarm.set(Infinity, 0);
    await clock.advance(5_000);
    expect(clock.sleeping).toBe(0);
    expect(ring).not.toHaveBeenCalled();
    expect(fail).not.toHaveBeenCalled();
  });

  it('sleeps once for the same time', () => {
    const { clock, alarm } = setUp();
    alarm.set(1_000, 0);
    alarm.set(1_000, 0);
    expect(clock.sleeping).toBe(1);
  });

  it('can be set again after it rang', async () => {
    const { clock, ring, alarm } = setUp();
    alarm.set(1_000, 0);
    await clock.advance(1_000);
    alarm.set(2_000, 1_000);
    await clock.advance(1_000);
    expect(ring).toHaveBeenCalledTimes(2);
  });

  it('says so when the clock cannot sleep', async () => {
    const fail = jest.fn();
    const broken = new Error('no timer');
    const clock = { now: () => new Date(0), sleep: () => Promise.reject(broken) };
    new Alarm(clock, () => undefined, fail).set(1_000, 0);
    await new Promise(setImmediate);
    expect(fail).toHaveBeenCalledWith(broken);
  });
});
