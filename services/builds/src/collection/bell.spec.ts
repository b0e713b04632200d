import { ManualClock } from '#libs/platform/testing';
import { Bell } from './bell.js';

const never = new AbortController().signal;

describe('a bell', () => {
  it('wakes who listens', async () => {
    const bell = new Bell();
    const heard = bell.heard(never);
    bell.ring();
    await heard;
  });

  it('is heard by the next when it rang while nobody listened, once', async () => {
    const bell = new Bell();
    const clock = new ManualClock();
    bell.ring();
    bell.ring();
    await bell.heard(never);
    const next = bell.heard(never, (until) => clock.sleep(1_000, until));
    expect(clock.sleeping).toBe(1);
    await clock.advance(1_000);
    await next;
  });

  it('leaves no sleeper behind when it rings', async () => {
    const bell = new Bell();
    const clock = new ManualClock();
    const heard = bell.heard(never, (until) => clock.sleep(60_000, until));
    bell.ring();
    await heard;
    expect(clock.sleeping).toBe(0);
  });

  it('is waited for no longer than the sleep', async () => {
    const bell = new Bell();
    const clock = new ManualClock();
    const heard = bell.heard(never, (until) => clock.sleep(60_000, until));
    await clock.advance(60_000);
    await heard;
  });

  it('is waited for no longer than the signal lasts', async () => {
    const stopping = new AbortController();
    const clock = new ManualClock();
    const heard = new Bell().heard(stopping.signal, (until) => clock.sleep(60_000, until));
    stopping.abort(new Error('Stopping.'));
    await expect(heard).rejects.toThrow('Stopping.');
    expect(clock.sleeping).toBe(0);
    await expect(new Bell().heard(stopping.signal)).rejects.toThrow('Stopping.');
  });

  it('passes on why a sleep failed', async () => {
    await expect(new Bell().heard(never, () => Promise.reject(new Error('No clock.')))).rejects.toThrow(
      'No clock.',
    );
  });
});
