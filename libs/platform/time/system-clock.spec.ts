import { jest } from '@jest/globals';
import { rejectionOf } from '../testing/thrown-by.js';
import { systemClock } from './system-clock.js';

describe("the machine's clock", () => {
  it('tells the time', () => {
    const before = Date.now();
    const now = systemClock.now().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it('sleeps', async () => {
    const before = performance.now();
    await systemClock.sleep(20);
    expect(performance.now() - before).toBeGreaterThan(15);
  });

  it('stops sleeping with the reason of the signal', async () => {
    const stop = new AbortController();
    const sleep = systemClock.sleep(60_000, stop.signal);
    stop.abort(new Error('stopping'));
    expect(await rejectionOf(sleep)).toMatchObject({ message: 'stopping' });
  });

  it('does not begin to sleep once the signal was given', async () => {
    const sleep = systemClock.sleep(60_000, AbortSignal.abort(new Error('stopping')));
    expect(await rejectionOf(sleep)).toMatchObject({ message: 'stopping' });
  });

  it('does not wake at once when asked for more than a timer can hold', async () => {
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const stop = new AbortController();
    let awake = false;
    const sleep = systemClock.sleep(2 ** 40, stop.signal).then(
      () => (awake = true),
      () => undefined,
    );
    await systemClock.sleep(20);
    stop.abort();
    await sleep;
    expect(awake).toBe(false);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });
});
